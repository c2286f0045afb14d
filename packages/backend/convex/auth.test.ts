import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../auth-keys.ts";
import { api } from "./_generated/api";
import { countCall, rateLimits } from "./rateLimits";
import { type TestApp, initTest } from "./testing.setup";

const site = "http://127.0.0.1:3211";
const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };

let app: TestApp;
let jwks: string;

beforeAll(async () => {
  const keys = await generateAuthKeys();
  jwks = keys.JWKS;
  vi.stubEnv("JWT_PRIVATE_KEY", keys.JWT_PRIVATE_KEY);
  vi.stubEnv("JWKS", keys.JWKS);
  vi.stubEnv("CONVEX_SITE_URL", site);
});
afterAll(() => vi.unstubAllEnvs());

beforeEach(() => {
  app = initTest();
});

const enter = (params: Record<string, unknown>) =>
  app.action(api.auth.signIn, { provider: "password", params });
const signUp = (params: object = ann) => enter({ flow: "signUp", ...params });
const signIn = (params: object) => enter({ flow: "signIn", ...params });

/** The app as the holder of a session token calls it. */
async function holding(answer: ReturnType<typeof enter>) {
  const { tokens } = await answer;
  return app.withIdentity({ subject: decodeJwt(tokens!.token).sub });
}

describe("signing up", () => {
  test("makes a member, signed in with a token for this site", async () => {
    const { tokens } = await signUp();
    expect(decodeJwt(tokens!.token)).toMatchObject({ iss: site, aud: "convex" });

    const me = await (await holding(signIn(ann))).query(api.users.me);
    expect(me).toMatchObject({ name: "Ann", email: "ann@example.com", role: "member" });
  });

  test("cannot ask for a role", async () => {
    const person = await holding(signUp({ ...ann, role: "admin" }));
    expect(await person.query(api.users.me)).toMatchObject({ role: "member" });
  });

  test("takes an address in any case, and with space around it, as the same", async () => {
    const person = await holding(signUp({ ...ann, email: " Ann@Example.COM " }));
    expect(await person.query(api.users.me)).toMatchObject({ email: "ann@example.com" });
    await expect(signIn({ ...ann, email: "ANN@example.com" })).resolves.toBeTruthy();
  });

  test("with an address that is taken is a conflict", async () => {
    await signUp();
    const taken = signUp({ ...ann, password: "another password" });
    await expect(taken).rejects.toMatchObject({ data: { code: "CONFLICT" } });
  });

  test("names everything that is wrong with the form", async () => {
    await expect(signUp({ name: " ", email: "ann", password: "short" })).rejects.toMatchObject({
      data: {
        code: "INVALID",
        issues: [{ path: "name" }, { path: "email" }, { path: "password" }],
      },
    });
    expect(await app.run((ctx) => ctx.db.query("users").take(1))).toEqual([]);
  });

  test("too often from one place is refused", async () => {
    for (let n = 0; n < rateLimits["auth.signUp"].capacity; n++) {
      await app.mutation((ctx) => countCall(ctx, "auth.signUp", null));
    }
    await expect(signUp()).rejects.toMatchObject({ data: { code: "RATE_LIMITED" } });
  });
});

describe("signing in", () => {
  test("needs the right password and an account, and does not tell which was wrong", async () => {
    await signUp();
    const refused = { data: { code: "UNAUTHENTICATED" } };
    const wrong = await signIn({ ...ann, password: "wrong password" }).catch((error) => error);
    const unknown = await signIn({ ...ann, email: "bob@example.com" }).catch((error) => error);
    expect(wrong).toMatchObject(refused);
    expect(unknown.data).toEqual(wrong.data);
  });

  test("is refused after many wrong passwords, even with the right one", async () => {
    await signUp();
    for (let n = 0; n < 10; n++) {
      await expect(signIn({ ...ann, password: "wrong password" })).rejects.toThrow();
    }
    await expect(signIn(ann)).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
  });

  test("in another way than the two is refused", async () => {
    await expect(enter({ flow: "reset", ...ann })).rejects.toMatchObject({
      data: { code: "INVALID" },
    });
    await expect(enter({})).rejects.toMatchObject({ data: { code: "INVALID" } });
  });
});

test.each([
  ["banned", { bannedAt: 1 }],
  ["leaving", { leavingSince: 1 }],
])("somebody who is %s cannot sign in, and only they learn why", async (_what, changes) => {
  const person = await holding(signUp());
  const { _id } = await person.query(api.users.me);
  await app.run((ctx) => ctx.db.patch("users", _id, changes));
  await expect(signIn(ann)).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  const guess = signIn({ ...ann, password: "wrong password" });
  await expect(guess).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
});

test("signing out ends the session", async () => {
  const person = await holding(signUp());
  expect(await app.run((ctx) => ctx.db.query("authSessions").take(2))).toHaveLength(1);
  await person.action(api.auth.signOut);
  expect(await app.run((ctx) => ctx.db.query("authSessions").take(2))).toEqual([]);
});

test("the site serves the keys and the discovery document that tokens are checked by", async () => {
  const keys = await app.fetch("/.well-known/jwks.json");
  expect(await keys.text()).toBe(jwks);
  const discovery = await app.fetch("/.well-known/openid-configuration");
  expect(await discovery.json()).toMatchObject({
    issuer: site,
    jwks_uri: `${site}/.well-known/jwks.json`,
  });
});
