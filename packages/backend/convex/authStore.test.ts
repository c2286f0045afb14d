// What anybody can do through the functions that the auth library makes itself: nothing to any row.
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../auth-keys.ts";
import { api } from "./_generated/api";
import type { Id, TableNames } from "./_generated/dataModel";
import { rateLimits } from "./rateLimits";
import schema from "./schema";
import { exampleRow } from "./testing.manifest";
import { type Person, type TestApp, initTest, signedInAs, withSession } from "./testing.setup";

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

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

const tables = Object.keys(schema.tables) as TableNames[];
const refresh = async (refreshToken: string) =>
  (await app.action(api.auth.signIn, { refreshToken })).tokens;
const everything = () =>
  app.run(async (ctx) => {
    const rows = tables.map((table) => ctx.db.query(table).collect());
    return (await Promise.all(rows)).flat();
  });
const addToken = (sessionId: Id<"authSessions">) =>
  app.run((ctx) =>
    ctx.db.insert("authRefreshTokens", { sessionId, expirationTime: Date.now() + 60_000 }),
  );

describe("a token to go on with a session", () => {
  test.each(tables)("that names a row of %s removes nothing", async (table) => {
    const victim = await exampleRow(app, ann, table);
    const token = await addToken(bob.sessionId);
    const before = await everything();
    for (const first of [victim, token, ann.userId, bob.sessionId, "x"]) {
      expect(await refresh(`${first}|${victim}`)).toBeNull();
    }
    expect(await everything()).toEqual(before);
  });

  test("with another person's session removes nothing, neither with one's own nor with one that is gone", async () => {
    const [own, gone] = [await addToken(bob.sessionId), await addToken(bob.sessionId)];
    await app.run((ctx) => ctx.db.delete("authRefreshTokens", gone));
    const before = await everything();
    for (const token of [own, gone]) expect(await refresh(`${token}|${ann.sessionId}`)).toBeNull();
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
    const first = await refresh(`${await addToken(ann.sessionId)}|${ann.sessionId}`);
    const second = await refresh(first!.refreshToken);
    expect(second!.refreshToken).not.toBe(first!.refreshToken);
    const { sub } = decodeJwt(second!.token);
    expect(sub).toBe(`${ann.userId}|${ann.sessionId}`);
    const me = await app.withIdentity({ subject: sub! }).query(api.users.me);
    expect(me).toMatchObject({ _id: ann.userId });
  });

  test("of a session that is past its time ends it, and no other", async () => {
    const { sessionId } = await withSession(app, ann.userId);
    const token = await addToken(sessionId);
    await app.run((ctx) => ctx.db.patch("authSessions", sessionId, { expirationTime: 1 }));
    expect(await refresh(`${token}|${sessionId}`)).toBeNull();
    const left = await app.run((ctx) => ctx.db.query("authSessions").collect());
    expect(left.map(({ _id }) => _id)).toEqual([ann.sessionId, bob.sessionId]);
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

  test("can be tried so many times from one network", async () => {
    const { capacity } = rateLimits["auth.triesFrom"];
    for (let n = 0; n < capacity; n++) await enter({ code: `${n}` });
    await expect(enter({ code: "x" })).rejects.toMatchObject({ data: { code: "RATE_LIMITED" } });
  });
});

test("signing out as nobody ends nothing", async () => {
  const before = await everything();
  await app.action(api.auth.signOut);
  expect(await everything()).toEqual(before);
});
