import { beforeEach, afterEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { SESSION_BATCH, SESSION_MS, endSessions } from "../../convex/model/accounts/sessions.ts";
import { REMOVAL_BATCH } from "../../convex/model/platform/removal.ts";
import { PURGE_BATCH } from "../../convex/sessions.ts";
import {
  type Person,
  type TestApp,
  initTest,
  signedInAs,
  withSession,
} from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const signedOut = { data: { code: "UNAUTHENTICATED" } };

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  vi.useFakeTimers();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});
afterEach(() => vi.useRealTimers());

const settle = () => app.finishAllScheduledFunctions(vi.runAllTimers);
const elsewhere = () => withSession(app, ann.userId);
const addToken = (sessionId: Id<"authSessions">) =>
  app.run((ctx) =>
    ctx.db.insert("authRefreshTokens", { sessionId, expirationTime: Date.now() + SESSION_MS }),
  );
const count = async (table: "authSessions" | "authRefreshTokens") =>
  (await app.run((ctx) => ctx.db.query(table).take(1000))).length;

describe("the list", () => {
  test("has the caller's sessions, the newest first, and says which one asks", async () => {
    const phone = await elsewhere();
    const { page } = await ann.query(api.sessions.list, firstPage);
    expect(page).toMatchObject([
      { _id: phone.sessionId, isCurrent: false },
      { _id: ann.sessionId, isCurrent: true },
    ]);
    const fields = ["_creationTime", "_id", "isCurrent", "lastUsedAt"];
    expect(Object.keys(page[0]!).sort()).toEqual(fields);
  });

  test("says when each was last used", async () => {
    vi.setSystemTime(Date.now() + 60_000);
    await addToken(ann.sessionId);
    vi.setSystemTime(Date.now() + 60_000);
    const before = Date.now();
    await addToken(ann.sessionId);
    const { page } = await ann.query(api.sessions.list, firstPage);
    expect(page[0]!.lastUsedAt).toBeGreaterThanOrEqual(before);
  });
});

describe("ending a session", () => {
  test("signs out at once who holds its token, and leaves nothing to renew it with", async () => {
    const phone = await elsewhere();
    for (let n = 0; n <= REMOVAL_BATCH; n++) await addToken(phone.sessionId);
    await addToken(ann.sessionId);

    await ann.mutation(api.sessions.revoke, { id: phone.sessionId });
    await expect(phone.query(api.users.me)).rejects.toMatchObject(signedOut);
    await expect(ann.query(api.users.me)).resolves.toBeTruthy();
    await settle();
    expect(await count("authRefreshTokens")).toBe(1);
  });

  test("of somebody else is refused, as if there were none", async () => {
    const refused = ann.mutation(api.sessions.revoke, { id: bob.sessionId });
    await expect(refused).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    await expect(bob.query(api.users.me)).resolves.toBeTruthy();
  });
});

describe("ending all others", () => {
  test("leaves the one that asks, and those of other people", async () => {
    const phone = await elsewhere();
    await ann.mutation(api.sessions.revokeOthers);
    await expect(phone.query(api.users.me)).rejects.toMatchObject(signedOut);
    await expect(ann.query(api.users.me)).resolves.toBeTruthy();
    await expect(bob.query(api.users.me)).resolves.toBeTruthy();
  });

  test("goes on until there are none, however many", async () => {
    await app.run(async (ctx) => {
      const session = { userId: ann.userId, expirationTime: Date.now() };
      for (let n = 0; n <= SESSION_BATCH * 2; n++) await ctx.db.insert("authSessions", session);
    });
    await ann.mutation(api.sessions.revokeOthers);
    await settle();
    expect(await count("authSessions")).toBe(2);

    await app.mutation((ctx) => endSessions(ctx, ann.userId));
    await settle();
    expect(await count("authSessions")).toBe(1);
    await expect(ann.query(api.users.me)).rejects.toMatchObject(signedOut);
  });
});

test("ending many sessions leaves one that began after, as a new password does", async () => {
  vi.useFakeTimers();
  for (let n = 0; n < SESSION_BATCH; n++) await withSession(app, ann.userId);
  await app.mutation((ctx) => endSessions(ctx, ann.userId));
  const { sessionId } = await withSession(app, ann.userId);
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const left = await app.run((ctx) => ctx.db.query("authSessions").collect());
  expect(left.filter(({ userId }) => userId === ann.userId)).toMatchObject([{ _id: sessionId }]);
});

test("a token of another person's session is refused", async () => {
  const forged = app.withIdentity({ subject: `${ann.userId}|${bob.sessionId}` });
  await expect(forged.query(api.users.me)).rejects.toMatchObject(signedOut);
});

test("what is past its time is removed in batches, what is not stays", async () => {
  await app.run(async (ctx) => {
    const limit = { attemptsLeft: 1, lastAttemptTime: 0 };
    for (let n = 0; n <= PURGE_BATCH; n++) {
      await ctx.db.insert("authRateLimits", { identifier: `${n}@example.com`, ...limit });
    }
    await ctx.db.insert("authVerifiers", {});
    const code = { email: "x@example.com", purpose: "reset", hash: "x" } as const;
    await ctx.db.insert("authCodes", { ...code, expiresAt: 0 });
  });
  await addToken(bob.sessionId);
  vi.setSystemTime(Date.now() + SESSION_MS + 1000);
  const phone = await elsewhere();

  await app.mutation(internal.sessions.purge, {});
  await settle();
  const left = await app.run(async (ctx) => [
    ...(await ctx.db.query("authRateLimits").take(5)),
    ...(await ctx.db.query("authVerifiers").take(5)),
    ...(await ctx.db.query("authCodes").take(5)),
    ...(await ctx.db.query("authRefreshTokens").take(5)),
    ...(await ctx.db.query("authSessions").take(5)),
  ]);
  expect(left).toMatchObject([{ _id: phone.sessionId }]);
});

test("the removal is registered with the clock", () => {
  const targets = declaredCrons(crons).map(({ target, schedule }) => [target, schedule.type]);
  expect(targets).toContainEqual(["sessions:purge", "interval"]);
});
