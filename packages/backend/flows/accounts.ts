// Flows of accounts: signing up and in, profile, pictures, people as an admin sees them.
import assert from "node:assert/strict";
import { demoAccounts } from "@repo/validators/demo";
import { api } from "../convex/_generated/api.js";
import { type Chapter, type Stage, firstPage } from "./flow.ts";

const newcomer = { name: "Noa New", email: "noa@example.com", password: "correct horse" };

/** A picture, or enough of one. */
const PICTURE = new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], { type: "image/png" });

export const accounts: Chapter = {
  title: "Accounts",
  flows: [
    {
      name: "sign up with a mailed code",
      actor: "newcomer",
      calls: [api.auth.signIn, api.auth.signIn, api.users.me],
      proves: "The second step, with the code, signs them in as a member.",
      run: async ({ me, enter, as }) => {
        assert(!(await enter({ flow: "signUp", ...newcomer })).isIn);
        const code = await codeFor(as("admin"), newcomer.email);
        assert((await enter({ flow: "confirm", code, ...newcomer })).isIn);
        const { name, role } = await me.query(api.users.me, {});
        assert.deepEqual([name, role], [newcomer.name, "member"]);
      },
    },
    {
      name: "find the code in the mailbox of a demo",
      actor: "nobody",
      calls: [api.emails.inbox],
      proves: "Without a mail service it shows the e-mail, also to somebody who is not signed in.",
      run: async ({ me }) => {
        const [mail] = await me.query(api.emails.inbox, { address: newcomer.email });
        assert.equal(mail?.kind, "verification");
      },
    },
    {
      name: "sign in",
      actor: "member",
      calls: [api.auth.signIn, api.frame.get],
      proves: "They are signed in, and see their teams.",
      run: async ({ me, enter }) => {
        const { email, password } = demoAccounts[1]!;
        assert((await enter({ flow: "signIn", email, password })).isIn);
        const frame = await me.query(api.frame.get, {});
        assert.equal(frame.me.email, email);
        assert(frame.teams.length > 0);
      },
    },
    {
      name: "sign in on a known device",
      actor: "member",
      calls: [api.auth.deviceToken, api.auth.signIn],
      proves: "The device is known, and its own attempts still count.",
      run: async ({ me, enter }) => {
        const device = await me.query(api.auth.deviceToken, {});
        const { email, password } = demoAccounts[1]!;
        assert((await enter({ flow: "signIn", email, password, device })).isIn);
      },
    },
    {
      name: "reset a password",
      actor: "newcomer",
      calls: [api.auth.signIn, api.auth.signIn],
      proves: "A mailed code and a new password sign them in.",
      run: async ({ enter, as }) => {
        const { email } = newcomer;
        assert(!(await enter({ flow: "reset", email })).isIn);
        const code = await codeFor(as("admin"), email);
        const password = "another horse";
        assert((await enter({ flow: "setPassword", email, code, password })).isIn);
      },
    },
    {
      name: "change the password",
      actor: "newcomer",
      calls: [api.auth.changePassword],
      proves: "The new password signs them in.",
      run: async ({ me, as }) => {
        const password = "a third horse";
        await me.action(api.auth.changePassword, { current: "another horse", password });
        const params = { flow: "signIn", email: newcomer.email, password };
        const signIn = as("nobody").action(api.auth.signIn, { provider: "password", params });
        assert((await signIn).tokens);
      },
    },
    {
      name: "see the sign-in methods",
      actor: "nobody",
      calls: [api.auth.providers],
      proves: "Without keys there is only the password.",
      run: async ({ me }) => assert.deepEqual(await me.query(api.auth.providers, {}), []),
    },
    {
      name: "end the other sessions",
      actor: "newcomer",
      calls: [api.sessions.list, api.sessions.revokeOthers],
      proves: "Only the current session is left.",
      run: async ({ me, as }) => {
        const { page } = await me.query(api.sessions.list, firstPage);
        assert(page.some(({ isCurrent }) => isCurrent));
        await me.mutation(api.sessions.revokeOthers, {});
        const left = await as("newcomer").query(api.sessions.list, firstPage);
        assert.deepEqual(
          left.page.map(({ isCurrent }) => isCurrent),
          [true],
        );
      },
    },
    {
      name: "change the profile",
      actor: "member",
      calls: [api.users.updateProfile],
      proves: "The name is changed.",
      run: async ({ me, as }) => {
        await me.mutation(api.users.updateProfile, { bio: "Looks after the members." });
        assert.equal((await as("member").query(api.users.me, {})).bio, "Looks after the members.");
      },
    },
    {
      name: "export one's own data",
      actor: "member",
      calls: [api.users.exportData],
      proves: "Their profile and their notes are in it.",
      run: async ({ me, as }) => {
        const id = await as("member").mutation(api.notes.create, { title: "Rope", body: "" });
        const { json, next } = await me.action(api.users.exportData, {});
        const { users, notes } = JSON.parse(json) as Record<string, { _id: string }[]>;
        assert.equal(next, null);
        assert.equal(users?.[0]?._id, (await as("member").query(api.users.me, {}))._id);
        assert(notes?.some(({ _id }) => _id === id));
        await as("member").mutation(api.notes.remove, { id });
      },
    },
    {
      name: "set a picture",
      actor: "member",
      calls: [api.files.requestUpload, api.files.finishUpload, api.users.setAvatar],
      files: 1,
      proves: "The picture has an address of its own.",
      run: async ({ me, send, as }) => {
        const asked = { name: "max.png", purpose: "avatar" } as const;
        const { id, url } = await me.mutation(api.files.requestUpload, asked);
        await me.mutation(api.files.finishUpload, { id, storageId: await send(url, PICTURE) });
        await me.mutation(api.users.setAvatar, { fileId: id });
        assert((await as("member").query(api.users.me, {})).avatarUrl);
      },
    },
    {
      name: "find a person, and make them an admin",
      actor: "admin",
      calls: [api.users.list, api.users.changeRole],
      proves: "They have the role, until it is changed back.",
      run: async ({ me, as }) => {
        const found = await me.query(api.users.list, { ...firstPage, search: "Noa" });
        const { _id } = found.page[0]!;
        await me.mutation(api.users.changeRole, { id: _id, role: "admin" });
        assert.equal((await as("newcomer").query(api.users.me, {})).role, "admin");
        await as("admin").mutation(api.users.changeRole, { id: _id, role: "member" });
      },
    },
    {
      name: "see what happened to an account",
      actor: "admin",
      calls: [api.users.list, api.auditEvents.listByRow],
      proves: "The previous change of role is recorded.",
      run: async ({ me }) => {
        const found = await me.query(api.users.list, { ...firstPage, search: "Noa" });
        const of = { table: "users", rowId: found.page[0]!._id } as const;
        const { page } = await me.query(api.auditEvents.listByRow, { ...of, ...firstPage });
        assert(page.some(({ action }) => action === "users.update"));
      },
    },
    {
      name: "see what a person has done",
      actor: "admin",
      calls: [api.users.me, api.auditEvents.listAll],
      proves: "The previous change of role is recorded, among what they did to accounts.",
      run: async ({ me }) => {
        const { _id: actorId } = await me.query(api.users.me, {});
        const of = { actorId, table: "users" } as const;
        const { page } = await me.query(api.auditEvents.listAll, { ...of, ...firstPage });
        assert(page.some(({ action }) => action === "users.update"));
        assert(page.every((event) => event.actorId === actorId && event.table === "users"));
      },
    },
    {
      name: "see how crons have run",
      actor: "admin",
      calls: [api.jobs.listCrons],
      proves: "Each interval has run, and says when it is due.",
      run: async ({ me, as, eventually }) => {
        assert((await me.query(api.jobs.listCrons, {})).length > 0);
        await eventually(async () =>
          (await as("admin").query(api.jobs.listCrons, {}))
            .filter(({ schedule }) => schedule.type === "interval")
            .every(({ state, dueAt }) => state === "done" && dueAt !== undefined),
        );
      },
    },
    {
      name: "read the e-mails that the app sent",
      actor: "admin",
      calls: [api.emails.list, api.emails.get],
      proves: "In development they show the text, with its code.",
      run: async ({ me }) => {
        const { page } = await me.query(api.emails.list, firstPage);
        assert.equal((await me.query(api.emails.get, { id: page[0]!._id })).to, newcomer.email);
      },
    },
  ],
};

/** The last flow: removing an account. */
export const farewell: Chapter = {
  title: "Leaving",
  flows: [
    {
      name: "remove the account",
      actor: "newcomer",
      calls: [api.users.removeAccount],
      proves: "They are signed out immediately, and removed in the end.",
      run: async ({ me, as, eventually }) => {
        await me.mutation(api.users.removeAccount, { email: newcomer.email });
        const search = { ...firstPage, search: newcomer.email };
        await eventually(
          async () => (await as("admin").query(api.users.list, search)).page.length === 0,
        );
      },
    },
    {
      name: "sign out",
      actor: "member",
      calls: [api.auth.signOut],
      proves: "The session has ended.",
      run: async ({ me, as }) => {
        await me.action(api.auth.signOut, {});
        await assert.rejects(as("member").query(api.users.me, {}));
      },
    },
  ],
};

async function codeFor(admin: ReturnType<Stage["as"]>, email: string): Promise<string> {
  const { page } = await admin.query(api.emails.list, firstPage);
  const mail = page.find(({ to }) => to === email);
  const [code] = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(mail?.text ?? "") ?? [];
  assert(code, `No code was mailed to ${email}.`);
  return code;
}
