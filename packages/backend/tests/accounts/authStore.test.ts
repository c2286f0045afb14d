// What anybody can do through the functions that the auth library makes itself: nothing to any row.
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../../embedded/auth-keys.ts";
import { api, internal } from "../../convex/_generated/api";
import type { Id, TableNames } from "../../convex/_generated/dataModel";
import { REUSE_WINDOW_MS, signRefreshToken } from "../../convex/model/accounts/refreshTokens.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { exampleRow } from "../../testing/manifest.ts";
import {
  type Person,
  type TestApp,
  allRows,
  failsWith,
  initTest,
  signedInAs,
  withSession,
} from "../../testing/setup.ts";

let app: TestApp;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  const keys = await generateAuthKeys();
  for (const [name, value] of Object.entries({ ...keys, CONVEX_SITE_URL: "http://127.0.0.1:1" })) {
    vi.stubEnv(name, value);
  }
});
afterAll(() => vi.unstubAllEnvs());
afterEach(() => vi.useRealTimers());

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

/** Those that the library reads by what a token names, and one of the app's own. */
const tables: TableNames[] = ["authSessions", "authRefreshTokens", "users", "notes"];
const refresh = async (refreshToken: string) =>
  (await app.action(api.auth.signIn, { refreshToken })).tokens;
const everything = () => allRows(app);
const addToken = (sessionId: Id<"authSessions">) =>
  app.run((ctx) =>
    ctx.db.insert("authRefreshTokens", { sessionId, expirationTime: Date.now() + 60_000 }),
  );
/** A token as a client holds it, to go on with a session. */
const tokenOf = async ({ sessionId }: { sessionId: Id<"authSessions"> }) =>
  await signRefreshToken(`${await addToken(sessionId)}|${sessionId}`);
const signatureIn = (token: string) => token.slice(token.lastIndexOf("|"));
const sessionsLeft = () =>
  app.run(async (ctx) => (await ctx.db.query("authSessions").collect()).map(({ _id }) => _id));
const tokensLeft = () =>
  app.run(async (ctx) => (await ctx.db.query("authRefreshTokens").collect()).length);

describe("a token to go on with a session", () => {
  test.each(tables)("that names a row of %s removes nothing", async (table) => {
    const victim = await exampleRow(app, ann, table);
    const token = await addToken(bob.sessionId);
    const copied = signatureIn(await tokenOf(bob));
    const before = await everything();
    for (const first of [victim, token, ann.userId, bob.sessionId, "x"]) {
      expect(await refresh(`${first}|${victim}`)).toBeNull();
      expect(await refresh(`${first}|${victim}${copied}`)).toBeNull();
    }
    expect(await everything()).toEqual(before);
  });

  test("with another person's session removes nothing, neither with one's own nor with one that is gone", async () => {
    const [own, gone] = [await addToken(bob.sessionId), await addToken(bob.sessionId)];
    const copied = signatureIn(await signRefreshToken(`${gone}|${bob.sessionId}`));
    await app.run((ctx) => ctx.db.delete("authRefreshTokens", gone));
    const before = await everything();
    for (const token of [own, gone]) {
      expect(await refresh(`${token}|${ann.sessionId}`)).toBeNull();
      expect(await refresh(`${token}|${ann.sessionId}${copied}`)).toBeNull();
    }
    expect(await everything()).toEqual(before);
  });

  test.each(["|", "a|b", "||||", "a", `${"x".repeat(60)}|y`, "\u0000|\ud800"])(
    "that is made up (%j) leads nowhere",
    async (token) => {
      const before = await everything();
      expect(await refresh(token)).toBeNull();
      expect(await everything()).toEqual(before);
    },
  );

  test("goes on with it, and the next one with that", async () => {
    const first = await refresh(await tokenOf(ann));
    const second = await refresh(first!.refreshToken);
    expect(second!.refreshToken).not.toBe(first!.refreshToken);
    const { sub } = decodeJwt(second!.token);
    expect(sub).toBe(`${ann.userId}|${ann.sessionId}`);
    const me = await app.withIdentity({ subject: sub! }).query(api.users.me);
    expect(me).toMatchObject({ _id: ann.userId });
  });

  test("of a session that is past its time ends it, and no other", async () => {
    const old = await withSession(app, ann.userId);
    const token = await tokenOf(old);
    await app.run((ctx) => ctx.db.patch("authSessions", old.sessionId, { expirationTime: 1 }));
    expect(await refresh(token)).toBeNull();
    expect(await sessionsLeft()).toEqual([ann.sessionId, bob.sessionId]);
  });
});

describe("a token that was used", () => {
  /** Goes on with a session as a page does, so many hours long. */
  async function refreshHourly(token: string, times: number) {
    for (let n = 0; n < times; n++) {
      vi.setSystemTime(Date.now() + 60 * 60 * 1000);
      token = (await refresh(token))!.refreshToken;
    }
    return token;
  }
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));

  test.each([1, 2, 50])(
    "ends the session %i refreshes later, also for the holder of the newest one",
    async (times) => {
      const stolen = await tokenOf(ann);
      await app.run((ctx) => ctx.db.patch("authSessions", ann.sessionId, { expirationTime: 1e15 }));
      await app.run(async (ctx) => {
        const [row] = await ctx.db.query("authRefreshTokens").take(1);
        await ctx.db.patch("authRefreshTokens", row!._id, { expirationTime: 1e15 });
      });
      const newest = await refreshHourly(stolen, times);
      vi.setSystemTime(Date.now() + REUSE_WINDOW_MS);
      expect(await refresh(stolen)).toBeNull();
      expect(await sessionsLeft()).toEqual([bob.sessionId]);
      expect(await refresh(newest)).toBeNull();
      await expect(ann.query(api.users.me)).rejects.toMatchObject(failsWith("UNAUTHENTICATED"));
      const [event] = await app.run((ctx) => ctx.db.query("auditEvents").order("desc").take(1));
      expect(event).toMatchObject({ action: "users.refuseUsedToken", actorId: ann.userId });
    },
  );

  test("is removed when the next one is used, so that a session keeps but a few", async () => {
    await refreshHourly((await refresh(await tokenOf(ann)))!.refreshToken, 30);
    expect(await tokensLeft()).toBeLessThanOrEqual(2);
  });

  test("gives two tabs that ask at once the same next one, however often either asks", async () => {
    const shared = await tokenOf(ann);
    const one = await refresh(shared);
    expect((await refresh(shared))!.refreshToken).toBe(one!.refreshToken);
    const next = await refresh(one!.refreshToken);
    const before = await tokensLeft();
    for (let n = 0; n < 5; n++) {
      expect((await refresh(shared))!.refreshToken).toBe(next!.refreshToken);
    }
    expect(await tokensLeft()).toBe(before);
  });

  test("counts for its session alone: refreshes of one do not stop another", async () => {
    let token = await tokenOf(ann);
    for (let n = 0; n < rateLimits["auth.refreshes"].capacity; n++) {
      token = (await refresh(token))!.refreshToken;
    }
    await expect(refresh(token)).rejects.toMatchObject(failsWith("RATE_LIMITED"));
    expect(await refresh(await tokenOf(bob))).not.toBeNull();
    // Neither does it stop the check that a used one is used again.
    expect(await sessionsLeft()).toContain(ann.sessionId);
    await expect(ann.action(api.auth.signOut)).resolves.toBeNull();
    expect(await sessionsLeft()).toEqual([bob.sessionId]);
  });
});

describe("a session with more tokens than one transaction may read", () => {
  // What is left of it goes in the background, which is not looked at here.
  beforeEach(() => void vi.useFakeTimers());

  /** What a version left that kept them all. */
  async function longChain(): Promise<string> {
    const expirationTime = Date.now() + 60_000;
    const used = { sessionId: ann.sessionId, expirationTime, firstUsedTime: 1 };
    const [first] = await app.run((ctx) =>
      Promise.all(Array.from({ length: 8000 }, () => ctx.db.insert("authRefreshTokens", used))),
    );
    for (let batch = 0; batch < 4; batch++) {
      await app.run(async (ctx) => {
        for (let n = 0; n < 8000; n++) await ctx.db.insert("authRefreshTokens", used);
      });
    }
    return await signRefreshToken(`${first}|${ann.sessionId}`);
  }

  test.each([
    ["signing out", () => ann.action(api.auth.signOut)],
    ["signing in as somebody else", () => signInAs(bob)],
    ["a token that was used", (first: string) => refresh(first)],
  ])("is ended by %s", async (_way, end) => {
    await end(await longChain());
    expect(await sessionsLeft()).not.toContain(ann.sessionId);
  });

  /** What the library does once somebody has proven who they are. */
  const signInAs = ({ userId }: Person) =>
    ann.mutation(internal.auth.store, {
      args: { type: "signIn", userId, generateTokens: true },
    });
});

describe("a code of a provider", () => {
  const enter = (params: object) => app.action(api.auth.signIn, { params });

  test("that is wrong leaves no row behind, whatever comes with it", async () => {
    const before = await everything();
    for (const code of ["12345678", 12_345_678, null, ["x"]]) {
      const answer = await enter({ code, email: "eve@example.com", phone: { a: 1 } });
      expect(answer).toEqual({ tokens: null });
    }
    expect(await everything()).toEqual(before);
  });

  test("is good for the page alone that started the sign-in", async () => {
    const code = "12345678";
    const [verifier, other] = await app.run(async (ctx) => {
      const accountId = await ctx.db.insert("authAccounts", {
        userId: ann.userId,
        provider: "password",
        providerAccountId: "ann",
      });
      const verifiers = [
        await ctx.db.insert("authVerifiers", {}),
        await ctx.db.insert("authVerifiers", {}),
      ];
      const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
      await ctx.db.insert("authVerificationCodes", {
        accountId,
        provider: "password",
        code: [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
        expirationTime: Date.now() + 60_000,
        verifier: verifiers[0],
      });
      return verifiers;
    });
    const before = await everything();
    const tryWith = (made?: string) =>
      app.action(api.auth.signIn, { params: { code }, verifier: made });
    for (const made of [undefined, "", "x", other, ann.userId]) {
      expect(await tryWith(made)).toEqual({ tokens: null });
    }
    expect(await everything()).toEqual(before);
    expect((await tryWith(verifier)).tokens).toBeTruthy();
  });
});

test("signing out as nobody ends nothing", async () => {
  const before = await everything();
  await app.action(api.auth.signOut);
  expect(await everything()).toEqual(before);
});
