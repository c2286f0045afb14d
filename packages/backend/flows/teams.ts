// Flows of teams: creating one, inviting, joining, roles, leaving.
import assert from "node:assert/strict";
import { api } from "../convex/_generated/api.js";
import { type Chapter, type Client, firstPage } from "./flow.ts";

export const teams: Chapter = {
  title: "Teams",
  flows: [
    {
      name: "create a team",
      actor: "member",
      calls: [api.teams.create, api.teams.list],
      proves: "It is in the list, owned by its creator.",
      run: async ({ me, story }) => {
        story.teamId = await me.mutation(api.teams.create, { name: "Harbour crew" });
        const { page } = await me.query(api.teams.list, firstPage);
        const made = page.find(({ _id }) => _id === story.teamId);
        assert.deepEqual([made?.myRole, made?.memberCount], ["owner", 1]);
      },
    },
    {
      name: "rename a team",
      actor: "member",
      calls: [api.teams.update, api.teams.get],
      proves: "It has the new name.",
      run: async ({ me, story: { teamId: id } }) => {
        await me.mutation(api.teams.update, { id, name: "Harbour team" });
        assert.equal((await me.query(api.teams.get, { id })).name, "Harbour team");
      },
    },
    {
      name: "invite a person",
      actor: "member",
      calls: [api.invitations.create, api.invitations.list],
      proves: "The invitation is open, and was mailed.",
      run: async ({ me, story: { teamId } }) => {
        const email = "noa@example.com";
        await me.mutation(api.invitations.create, { teamId, email, role: "member" });
        const { page } = await me.query(api.invitations.list, { teamId, ...firstPage });
        assert.deepEqual([page[0]?.email, page[0]?.sentCount], [email, 1]);
      },
    },
    {
      name: "send an invitation again",
      actor: "member",
      calls: [api.invitations.list, api.invitations.resend],
      proves: "It was mailed twice.",
      run: async ({ me, as, story: { teamId } }) => {
        const { page } = await me.query(api.invitations.list, { teamId, ...firstPage });
        await me.mutation(api.invitations.resend, { id: page[0]!._id });
        const after = await as("member").query(api.invitations.list, { teamId, ...firstPage });
        assert.equal(after.page[0]?.sentCount, 2);
      },
    },
    {
      name: "join by the link",
      actor: "newcomer",
      calls: [api.invitations.preview, api.invitations.accept, api.teams.get],
      proves: "They see the team, which has two members now.",
      run: async ({ me, as, story }) => {
        const token = await tokenIn(as("admin"));
        assert.equal(
          (await me.query(api.invitations.preview, { token }))?.teamName,
          "Harbour team",
        );
        const id = await me.mutation(api.invitations.accept, { token });
        assert.equal(id, story.teamId);
        assert.equal((await me.query(api.teams.get, { id })).memberCount, 2);
      },
    },
    {
      name: "see the people of a team",
      actor: "newcomer",
      calls: [api.memberships.list, api.users.get],
      proves: "They are listed by name, with their profiles.",
      run: async ({ me, story: { teamId } }) => {
        const { page } = await me.query(api.memberships.list, { teamId, ...firstPage });
        const [owner] = page;
        assert.equal(owner?.role, "owner");
        const told = await me.query(api.users.get, { userId: owner.userId });
        assert.equal(told.name, owner.name);
      },
    },
    {
      name: "make a member an owner",
      actor: "member",
      calls: [api.memberships.list, api.memberships.changeRole],
      proves: "They are an owner, too.",
      run: async ({ me, as, story: { teamId } }) => {
        const { page } = await me.query(api.memberships.list, { teamId, ...firstPage });
        await me.mutation(api.memberships.changeRole, { id: page[1]!._id, role: "owner" });
        assert.equal((await as("newcomer").query(api.teams.get, { id: teamId })).myRole, "owner");
      },
    },
    {
      name: "see what happened in a team",
      actor: "member",
      calls: [api.auditEvents.list],
      proves: "The previous change of role is recorded.",
      run: async ({ me, story: { teamId } }) => {
        const { page } = await me.query(api.auditEvents.list, { teamId, ...firstPage });
        assert(page.some(({ action }) => action === "memberships.update"));
      },
    },
    {
      name: "revoke an invitation",
      actor: "member",
      calls: [api.invitations.list, api.invitations.revoke],
      proves: "None is open.",
      run: async ({ me, as, story: { teamId } }) => {
        const given = { teamId, email: "late@example.com", role: "member" } as const;
        await as("member").mutation(api.invitations.create, given);
        const { page } = await me.query(api.invitations.list, { teamId, ...firstPage });
        await me.mutation(api.invitations.revoke, { id: page[0]!._id });
        const after = await as("member").query(api.invitations.list, { teamId, ...firstPage });
        assert.deepEqual(after.page, []);
      },
    },
    {
      name: "join from the list of invitations",
      actor: "newcomer",
      calls: [api.invitations.listMine, api.invitations.acceptMine],
      proves: "They are a member of the other team, too.",
      run: async ({ me, as }) => {
        await inviteToNewTeam(as("admin"));
        const { page } = await me.query(api.invitations.listMine, firstPage);
        const { invitationId } = page[0]!;
        const id = await me.mutation(api.invitations.acceptMine, { invitationId });
        assert.equal((await as("newcomer").query(api.teams.get, { id })).myRole, "member");
        await as("newcomer").mutation(api.memberships.leave, { teamId: id });
      },
    },
    {
      name: "decline an invitation",
      actor: "newcomer",
      calls: [api.invitations.listMine, api.invitations.decline],
      proves: "It is no longer in the list.",
      run: async ({ me, as }) => {
        await inviteToNewTeam(as("admin"));
        const { page } = await me.query(api.invitations.listMine, firstPage);
        const { invitationId } = page[0]!;
        await me.mutation(api.invitations.decline, { invitationId });
        const after = await as("newcomer").query(api.invitations.listMine, firstPage);
        assert.deepEqual(after.page, []);
      },
    },
  ],
};

/** Last, because other flows need the teams: leaving them. */
export const partings: Chapter = {
  title: "The end of a team",
  flows: [
    {
      name: "leave a team",
      actor: "member",
      calls: [api.memberships.leave, api.teams.list],
      proves: "It is no longer in the list.",
      run: async ({ me, story: { teamId } }) => {
        await me.mutation(api.memberships.leave, { teamId });
        const { page } = await me.query(api.teams.list, firstPage);
        assert(!page.some(({ _id }) => _id === teamId));
      },
    },
    {
      name: "remove a member from a team",
      actor: "newcomer",
      calls: [api.memberships.list, api.memberships.remove],
      proves: "The member is no longer listed.",
      run: async ({ me, as, story: { teamId } }) => {
        const { email } = await as("member").query(api.users.me, {});
        const invited = { teamId, email, role: "member" } as const;
        await as("newcomer").mutation(api.invitations.create, invited);
        const token = await tokenIn(as("admin"));
        await as("member").mutation(api.invitations.accept, { token });
        const { page } = await me.query(api.memberships.list, { teamId, ...firstPage });
        const { _id: id } = page.find((membership) => membership.email === email)!;
        await me.mutation(api.memberships.remove, { id });
        assert.equal((await as("newcomer").query(api.teams.get, { id: teamId })).memberCount, 1);
      },
    },
    {
      name: "remove a team",
      actor: "newcomer",
      calls: [api.teams.remove],
      proves: "It no longer exists.",
      run: async ({ me, as, story: { teamId: id } }) => {
        await me.mutation(api.teams.remove, { id });
        await assert.rejects(as("admin").query(api.teams.get, { id }));
      },
    },
  ],
};

/** The secret in the last mailed invitation, as an admin of a development copy reads it. */
async function tokenIn(admin: Client): Promise<string> {
  const { page } = await admin.query(api.emails.list, firstPage);
  const mail = page.find(({ kind }) => kind === "invitation");
  const [, token] = /\/invitation#([\w-]+)/.exec(mail?.text ?? "") ?? [];
  assert(token, "No invitation was mailed.");
  return token;
}

async function inviteToNewTeam(admin: Client): Promise<void> {
  const teamId = await admin.mutation(api.teams.create, { name: "Side project" });
  const given = { teamId, email: "noa@example.com", role: "member" } as const;
  await admin.mutation(api.invitations.create, given);
}
