import { demoAccounts } from "@repo/validators/demo";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../auth-keys.ts";
import { api, internal } from "./_generated/api";
import { type TestApp, initTest } from "./testing.setup";

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
  }));

test("makes the demo accounts, each with notes", async () => {
  expect(await app.action(internal.seed.run)).toEqual(demoAccounts.map(({ email }) => email));

  const { users, notes } = await everything();
  const shown = users.map(({ name, email, role }) => ({ name, email, role }));
  expect(shown).toEqual(demoAccounts.map(({ name, email, role }) => ({ name, email, role })));
  for (const user of users) {
    expect(notes.filter((note) => note.ownerId === user._id)).not.toEqual([]);
  }
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

test("leaves somebody alone who has signed up with a demo address", async () => {
  const { email } = demoAccounts[0]!;
  await app.run((ctx) => ctx.db.insert("users", { name: "Real", email, role: "member" }));
  expect(await app.action(internal.seed.run)).not.toContain(email);
  expect((await everything()).users[0]).toMatchObject({ name: "Real", role: "member" });
});

test.each([undefined, "", "0"])("is refused where GROUNDWORK_DEMO is %j", async (value) => {
  vi.stubEnv("GROUNDWORK_DEMO", value);
  const refused = app.action(internal.seed.run);
  await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  expect(await everything()).toEqual({ users: [], accounts: [], notes: [] });
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
