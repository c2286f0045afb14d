// The accounts that the seed makes.
import { demoAccounts } from "@repo/validators/demo";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../../embedded/auth-keys.ts";
import { api, internal } from "../../convex/_generated/api";
import { type TestApp, initTest } from "../../testing/setup.ts";

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

/** The functions that make accounts, with what makes them write. */
const writers: Record<"run" | "addAccount", () => Promise<unknown>> = {
  run: () => app.action(internal.seed.run),
  addAccount: () => {
    const { role, ...account } = demoAccounts[0]!;
    return app.mutation(internal.seed.addAccount, { account, role });
  },
};

describe.each([undefined, "", "0"])("where DEMO_DEPLOYMENT is %j", (value) => {
  test.each(Object.entries(writers))("%s is refused, and makes nothing", async (_name, write) => {
    vi.stubEnv("DEMO_DEPLOYMENT", value);
    await expect(write()).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
    expect(Object.values(await everything()).flat()).toEqual([]);
  });

  test("accounts that are left from a demo open to nobody by their public passwords", async () => {
    for (const [name, key] of Object.entries(await generateAuthKeys())) vi.stubEnv(name, key);
    vi.stubEnv("CONVEX_SITE_URL", "http://127.0.0.1:3211");
    await app.action(internal.seed.run);
    vi.stubEnv("DEMO_DEPLOYMENT", value);
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
