// Signing in with GitHub and Google, against stand-ins for them: what they say of an address decides.
import { userLimits } from "@repo/validators/accounts/users";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../../embedded/auth-keys.ts";
import { api } from "../../convex/_generated/api";
import { type TestApp, initTest, signedInAs, useUpLimits } from "../../testing/setup.ts";

// Read when the modules are loaded, as on a deployment when its code is.
vi.hoisted(() => {
  vi.stubEnv("AUTH_GITHUB_ID", "id");
  vi.stubEnv("AUTH_GITHUB_SECRET", "secret");
  vi.stubEnv("AUTH_GOOGLE_ID", "id");
});

const site = "http://127.0.0.1:3211";
const page = "http://127.0.0.1:5173";

let app: TestApp;
let emails: { email: string; primary: boolean; verified: boolean }[];
let profile: { id: number; login: string; name?: string | null };

beforeAll(async () => {
  const keys = await generateAuthKeys();
  for (const [name, value] of Object.entries({ ...keys, CONVEX_SITE_URL: site, SITE_URL: page })) {
    vi.stubEnv(name, value);
  }
});
afterAll(() => vi.unstubAllEnvs());

beforeEach(() => {
  app = initTest();
  emails = [{ email: "Ann@example.com", primary: true, verified: true }];
  profile = { id: 7, login: "ann" };
  const answers: Record<string, () => unknown> = {
    "https://github.com/login/oauth/access_token": () => ({
      access_token: "token",
      token_type: "bearer",
    }),
    "https://api.github.com/user": () => ({ ...profile, email: "shown@example.com" }),
    "https://api.github.com/user/emails": () => emails,
  };
  vi.stubGlobal("fetch", async (input: string | URL | Request) => {
    const url = input instanceof Request ? input.url : String(input);
    return Response.json(answers[url]!());
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Goes to GitHub and back, and answers what the web app gets of it. */
async function signInWithGitHub() {
  const { redirect, verifier } = await app.action(api.auth.signIn, { provider: "github" });
  const leaving = await app.fetch(redirect!.slice(site.length));
  const asked = new URL(leaving.headers.get("location")!);
  const cookie = leaving.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const back = new URLSearchParams({ code: "from-github" });
  const state = asked.searchParams.get("state");
  if (state !== null) back.set("state", state);
  const arriving = await app.fetch(`/api/auth/callback/github?${back}`, { headers: { cookie } });
  const code = new URL(arriving.headers.get("location")!).searchParams.get("code");
  return code === null
    ? null
    : await app.action(api.auth.signIn, { params: { code }, verifier: verifier! });
}

const people = () => app.run((ctx) => ctx.db.query("users").take(5));

test("a provider exists when both its keys do", async () => {
  expect(await app.query(api.auth.providers)).toEqual(["github"]);
  await expect(app.action(api.auth.signIn, { provider: "google" })).rejects.toThrow();
});

test("a new person becomes a member, under the address that the provider has checked", async () => {
  const answer = await signInWithGitHub();
  const person = app.withIdentity({ subject: decodeJwt(answer!.tokens!.token).sub });
  expect(await person.query(api.users.me)).toMatchObject({
    name: "ann",
    email: "ann@example.com",
    role: "member",
  });
  await signInWithGitHub();
  expect(await people()).toHaveLength(1);
});

test("somebody with an account under that address gets into it", async () => {
  const ann = { name: "Ann", email: "ann@example.com", role: "admin" } as const;
  await app.run((ctx) => ctx.db.insert("users", { ...ann, emailVerificationTime: 1 }));
  expect((await signInWithGitHub())?.tokens).toBeTruthy();
  expect(await people()).toMatchObject([ann]);
});

test.each([
  ["", "ann"],
  [" ", "ann"],
  [null, "ann"],
  ["Ann", "Ann"],
  ["A".repeat(255), "A".repeat(userLimits.name.max)],
  ["Ann\u0000\n Lee", "Ann Lee"],
  [`${"A".repeat(userLimits.name.max - 1)}😀`, "A".repeat(userLimits.name.max - 1)],
])("somebody whose name there is %j is called %s", async (name, called) => {
  profile = { ...profile, name };
  expect(await signInWithGitHub()).toBeTruthy();
  expect(await people()).toMatchObject([{ name: called }]);
});

test("the log records the new sign-in method, once, and each sign-in", async () => {
  const ann = { name: "Ann", email: "ann@example.com", role: "member" } as const;
  const userId = await app.run((ctx) =>
    ctx.db.insert("users", { ...ann, emailVerificationTime: 1 }),
  );
  for (let n = 0; n < 2; n++) await signInWithGitHub();
  const events = await app.run((ctx) => ctx.db.query("auditEvents").collect());
  expect(events).toMatchObject([
    {
      action: "users.addSignInMethod",
      actorId: userId,
      details: [{ field: "provider", to: "github" }],
    },
    { action: "users.signIn", actorId: userId, rowId: userId },
    { action: "users.signIn", actorId: userId, rowId: userId },
  ]);
});

test("the log records who signed up through a provider", async () => {
  await signInWithGitHub();
  const [person] = await people();
  const [made] = await app.run((ctx) => ctx.db.query("auditEvents").take(1));
  expect(made).toMatchObject({ action: "users.create", actorId: person!._id, rowId: person!._id });
});

test("an account whose address nobody has shown to be theirs is not theirs", async () => {
  const eve = { name: "Eve", email: "ann@example.com", role: "member" } as const;
  await app.run((ctx) => ctx.db.insert("users", eve));
  expect(await signInWithGitHub()).toBeNull();
  expect(await app.run((ctx) => ctx.db.query("authAccounts").take(1))).toEqual([]);
});

test.each([
  ["that is not checked", { email: "ann@example.com", primary: true, verified: false }],
  ["that is not the first", { email: "ann@example.com", primary: false, verified: true }],
  ["that only looks like one", { email: "\u212Aim@example.com", primary: true, verified: true }],
])("an address %s is none", async (_what, email) => {
  emails = [email];
  expect(await signInWithGitHub()).toBeNull();
  expect(await people()).toEqual([]);
});

test("leaving for a provider writes to the row of the sign-in alone, whatever id is sent", async () => {
  const { userId, sessionId } = await signedInAs(app, "member");
  const teamId = await app.run((ctx) => ctx.db.insert("teams", { name: "x", memberCount: 0 }));
  const before = await app.run((ctx) => ctx.db.query("authSessions").collect());
  for (const code of [userId, sessionId, teamId, "x"]) {
    const leaving = await app.fetch(`/api/auth/signin/github?code=${code}`);
    expect([code, leaving.status]).toEqual([code, 400]);
  }
  expect(await app.run((ctx) => ctx.db.query("authSessions").collect())).toEqual(before);
});

test("so many sign-ins are begun in all", async () => {
  const begin = () => app.action(api.auth.signIn, { provider: "github" });
  vi.useFakeTimers({ toFake: ["Date"] });
  await begin();
  expect(await useUpLimits(app)).toBe(1);
  await expect(begin()).rejects.toMatchObject({ data: { code: "RATE_LIMITED" } });
});
