// What the demo adds around the accounts of the seed.
import { demoAccounts } from "@repo/validators/demo";
import { paths } from "@repo/validators/platform/paths";
import { taskStatuses } from "@repo/validators/tasks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { demoFiles, demoTeams } from "../../convex/model/demo/demoData.ts";
import { type TestApp, firstPage, initTest } from "../../testing/setup.ts";
import { demoMember } from "./demo-member.ts";

let app: TestApp;

beforeEach(() => {
  app = initTest();
  vi.stubEnv("DEMO_DEPLOYMENT", "1");
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
    notifications: await ctx.db.query("notifications").take(10),
  }));

test("makes two teams with people, tasks in every state, files and notifications", async () => {
  await app.action(internal.seed.run);
  const made = await everything();
  expect(made.teams.map(({ name, memberCount }) => [name, memberCount])).toEqual(
    demoTeams.map(({ name, people }) => [name, people.length]),
  );
  expect(new Set(made.tasks.map(({ status }) => status))).toEqual(new Set(taskStatuses));
  expect(made.tasks.some(({ deletedAt }) => deletedAt !== undefined)).toBe(true);
  const links = made.tasks.map(({ _id, teamId }) => paths.task(teamId, _id));
  for (const { link } of made.notifications) expect(links).toContain(link);
  for (const row of ["files", "notifications"] as const) {
    expect(made[row], row).not.toEqual([]);
  }
});

test("is a demo that the member finds on every page", async () => {
  await app.action(internal.seed.run);
  const { teams } = await everything();
  const member = await demoMember(app);
  const teamId = teams[0]!._id;
  const status = "open";
  expect((await member.query(api.tasks.list, { teamId, status, ...firstPage })).page).not.toEqual(
    [],
  );
  expect((await member.query(api.tasks.counts, { teamId })).doing).toBe(1);
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

test("is refused where DEMO_DEPLOYMENT is not set, and makes nothing", async () => {
  const storageIds = [];
  for (const { text } of demoFiles) {
    storageIds.push(await app.run((ctx) => ctx.storage.store(new Blob([text]))));
  }
  vi.stubEnv("DEMO_DEPLOYMENT", undefined);
  const refused = app.mutation(internal.demo.addWorld, { storageIds });
  await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  expect(Object.values(await everything()).flat()).toEqual([]);
});

describe("the accounts for a visitor", () => {
  const shown = () => app.query(api.demo.accounts);

  test("are those of the seed once they exist, with what signs in to them", async () => {
    expect(await shown()).toEqual([]);
    await app.action(internal.seed.run);
    expect(await shown()).toEqual(demoAccounts);
  });

  test("are none where DEMO_DEPLOYMENT is not set", async () => {
    await app.action(internal.seed.run);
    vi.stubEnv("DEMO_DEPLOYMENT", undefined);
    expect(await shown()).toEqual([]);
  });

  test("leave out one that cannot sign in", async () => {
    await app.action(internal.seed.run);
    const [person] = (await everything()).users.filter(({ role }) => role === "member");
    await app.run((ctx) => ctx.db.patch("users", person!._id, { bannedAt: 1 }));
    expect((await shown()).map(({ role }) => role)).toEqual(["admin"]);
  });
});
