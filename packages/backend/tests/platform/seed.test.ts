import { demoAccounts } from "@repo/validators/demo";
import { taskStatuses } from "@repo/validators/tasks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../../scripts/auth-keys.ts";
import { api, internal } from "../../convex/_generated/api";
import { demoFiles, demoTeams } from "../../convex/model/demo/demoData.ts";
import type * as seed from "../../convex/seed.ts";
import { type TestApp, initTest, withSession } from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };

let app: TestApp;

beforeEach(() => {
  app = initTest();
  vi.stubEnv("GROUNDWORK_DEMO", "1");
});
afterEach(() => vi.unstubAllEnvs());

const everything = () =>
  app.run(async (ctx) => ({
    users: await ctx.db.query("users").take(10),
    accounts: await ctx.db.query("authAccounts").take(10),
    notes: await ctx.db.query("notes").take(100),
    teams: await ctx.db.query("teams").take(10),
    memberships: await ctx.db.query("memberships").take(50),
    tasks: await ctx.db.query("tasks").take(50),
    files: await ctx.db.query("files").take(10),
    sources: await ctx.db.query("sources").take(10),
    threads: await ctx.db.query("threads").take(10),
    notifications: await ctx.db.query("notifications").take(10),
  }));

test("makes the demo accounts, each with notes", async () => {
  expect(await app.action(internal.seed.run)).toEqual(demoAccounts.map(({ email }) => email));

  const { users, notes } = await everything();
  const shown = users
    .slice(0, demoAccounts.length)
    .map(({ name, email, role }) => ({ name, email, role }));
  expect(shown).toEqual(demoAccounts.map(({ name, email, role }) => ({ name, email, role })));
  for (const user of users.slice(0, demoAccounts.length)) {
    expect(notes.filter((note) => note.ownerId === user._id)).not.toEqual([]);
  }
});

test("makes two teams with people, tasks in every state, files, knowledge, a thread and news", async () => {
  await app.action(internal.seed.run);
  const made = await everything();
  expect(made.teams.map(({ name, memberCount }) => [name, memberCount])).toEqual(
    demoTeams.map(({ name, people }) => [name, people.length]),
  );
  expect(new Set(made.tasks.map(({ status }) => status))).toEqual(new Set(taskStatuses));
  expect(made.tasks.some(({ deletedAt }) => deletedAt !== undefined)).toBe(true);
  for (const row of ["files", "sources", "threads", "notifications"] as const) {
    expect(made[row], row).not.toEqual([]);
  }
});

test("is a demo that the member finds on every page", async () => {
  await app.action(internal.seed.run);
  const { users, teams } = await everything();
  const { _id } = users.find(({ email }) => email === "member@example.com")!;
  const member = await withSession(app, _id);
  const teamId = teams[0]!._id;
  const status = "open";
  expect((await member.query(api.tasks.list, { teamId, status, ...firstPage })).page).not.toEqual(
    [],
  );
  expect((await member.query(api.tasks.counts, { teamId })).doing).toBe(1);
  expect((await member.query(api.sources.list, { teamId, ...firstPage })).page).not.toEqual([]);
  const { page } = await member.query(api.threads.list, firstPage);
  const of = { threadId: page[0]!._id, ...firstPage };
  expect((await member.query(api.messages.list, of)).page).toHaveLength(2);
  expect((await member.query(api.files.list, firstPage)).page).toHaveLength(demoFiles.length);
});

test("changes nothing the second time, not even when the notes are gone", async () => {
  await app.action(internal.seed.run);
  await app.run(async (ctx) => {
    for (const note of await ctx.db.query("notes").take(100))
      await ctx.db.delete("notes", note._id);
  });
  const before = await everything();

  expect(await app.action(internal.seed.run)).toEqual([]);
  expect(await everything()).toEqual(before);
});

test("finishes what was interrupted after some of the accounts", async () => {
  for (const { role, ...account } of demoAccounts) {
    await app.mutation(internal.seed.addAccount, { account, role });
    const { teams } = await everything();
    expect(teams).toEqual([]);
  }
  await app.action(internal.seed.run);
  expect((await everything()).teams).toHaveLength(demoTeams.length);
});

test("leaves somebody alone who has signed up with a demo address", async () => {
  const { email } = demoAccounts[0]!;
  await app.run((ctx) => ctx.db.insert("users", { name: "Real", email, role: "member" }));
  expect(await app.action(internal.seed.run)).not.toContain(email);
  const { users, teams } = await everything();
  expect(users[0]).toMatchObject({ name: "Real", role: "member" });
  expect(teams).toEqual([]);
});

/** Every function of the file, with what makes it write. */
const writers: Record<Exclude<keyof typeof seed, "isWorldMissing">, () => Promise<unknown>> = {
  run: () => app.action(internal.seed.run),
  addAccount: () => {
    const { role, ...account } = demoAccounts[0]!;
    return app.mutation(internal.seed.addAccount, { account, role });
  },
  addWorld: async () => {
    const store = () => app.run((ctx) => ctx.storage.store(new Blob(["x"])));
    const storageIds = [];
    for (let n = 0; n < demoFiles.length; n++) storageIds.push(await store());
    return await app.mutation(internal.seed.addWorld, { storageIds });
  },
};

describe.each([undefined, "", "0"])("where GROUNDWORK_DEMO is %j", (value) => {
  test.each(Object.entries(writers))("%s is refused, and makes nothing", async (_name, write) => {
    vi.stubEnv("GROUNDWORK_DEMO", value);
    await expect(write()).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
    expect(Object.values(await everything()).flat()).toEqual([]);
  });

  test("accounts that are left from a demo open to nobody by their public passwords", async () => {
    for (const [name, key] of Object.entries(await generateAuthKeys())) vi.stubEnv(name, key);
    vi.stubEnv("CONVEX_SITE_URL", "http://127.0.0.1:3211");
    await app.action(internal.seed.run);
    vi.stubEnv("GROUNDWORK_DEMO", value);
    for (const { email, password } of demoAccounts) {
      const params = { flow: "signIn", email, password };
      const refused = app.action(api.auth.signIn, { provider: "password", params });
      await expect(refused).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
    }
    expect(await app.run((ctx) => ctx.db.query("authSessions").take(1))).toEqual([]);
  });
});

test("lets one sign in with the passwords that are shown", async () => {
  for (const [name, value] of Object.entries(await generateAuthKeys())) vi.stubEnv(name, value);
  vi.stubEnv("CONVEX_SITE_URL", "http://127.0.0.1:3211");
  await app.action(internal.seed.run);
  for (const { email, password } of demoAccounts) {
    const params = { flow: "signIn", email, password };
    const { tokens } = await app.action(api.auth.signIn, { provider: "password", params });
    expect(tokens?.token).toEqual(expect.any(String));
  }
});
