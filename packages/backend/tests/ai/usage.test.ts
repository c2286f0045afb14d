import { DAY, dayOf, usageLimits } from "@repo/validators/ai/usage";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import {
  recordTokens,
  releaseReply,
  requireBudget,
  reserveReply,
  spendTokens,
  tokensIn,
} from "../../convex/model/ai/tokenBudget.ts";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const NOON = Date.UTC(2030, 4, 1, 12);
const { tokensPerDay, tokensPerReply } = usageLimits;

let app: TestApp;
let ann: Person;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOON, toFake: ["Date"] });
  app = initTest();
  ann = await signedInAs(app, "member");
});

afterEach(() => void vi.useRealTimers());

const refused = { data: { code: "QUOTA_EXCEEDED" } };
const usageOf = (person: Person) => person.query(api.usage.get, { now: Date.now() });
const reserve = () => app.run((ctx) => reserveReply(ctx.db, ann.userId));
const release = (day: number) => app.run((ctx) => releaseReply(ctx.db, ann.userId, day));
const record = (tokens: number) => app.run((ctx) => recordTokens(ctx.db, ann.userId, tokens));

describe("the budget of a day", () => {
  test("is whole for somebody who has asked nothing", async () => {
    const resetsAt = dayOf(NOON) + DAY;
    expect(await usageOf(ann)).toEqual({ used: 0, reserved: 0, limit: tokensPerDay, resetsAt });
  });

  test("counts what was used, and keeps free what a reply on its way may use", async () => {
    const day = await reserve();
    await record(70);
    await record(30);
    expect(await usageOf(ann)).toMatchObject({ used: 100, reserved: tokensPerReply });
    await release(day);
    expect(await usageOf(ann)).toMatchObject({ used: 100, reserved: 0 });
  });

  test("refuses when it is used up, says until when, and is whole again the next day", async () => {
    await record(tokensPerDay - tokensPerReply + 1);
    // On a clock that stands still, convex-test rounds the time of a transaction up past the last commit.
    const asked = NOON + 1000;
    vi.setSystemTime(asked);
    const midnight = NOON + 12 * 60 * 60 * 1000;
    const data = { code: "QUOTA_EXCEEDED", retryAfter: midnight - asked };
    await expect(reserve()).rejects.toMatchObject({ data });
    expect(await usageOf(ann)).toMatchObject({ reserved: 0 });

    vi.setSystemTime(midnight);
    await reserve();
    expect(await usageOf(ann)).toMatchObject({ used: 0, reserved: tokensPerReply });
  });

  test("cannot be overdrawn by many replies at once", async () => {
    const many = Math.floor(tokensPerDay / tokensPerReply);
    for (let n = 0; n < many; n++) await reserve();
    await expect(reserve()).rejects.toMatchObject(refused);
  });

  test("lets a single call in when all that it may use is left, and gets back what it left", async () => {
    const spend = (tokens: number) => app.run((ctx) => spendTokens(ctx.db, ann.userId, tokens));
    await spend(tokensPerDay);
    await expect(spend(1)).rejects.toMatchObject(refused);
    await record(200 - tokensPerDay);
    expect(await usageOf(ann)).toMatchObject({ used: 200 });
    await spend(1);
  });

  test("has no room for another attempt when the one before used up the rest", async () => {
    await record(tokensPerDay - tokensPerReply);
    await reserve();
    await app.run((ctx) => requireBudget(ctx.db, ann.userId));
    await record(1);
    const again = app.run((ctx) => requireBudget(ctx.db, ann.userId));
    await expect(again).rejects.toMatchObject(refused);
  });

  test("gets back what was kept free of it, and nothing of what was kept free of another day's", async () => {
    const yesterday = await reserve();
    vi.setSystemTime(NOON + DAY);
    const today = await reserve();
    await release(yesterday);
    expect(await usageOf(ann)).toMatchObject({ used: 0, reserved: tokensPerReply });
    await release(today);
    await release(today);
    expect(await usageOf(ann)).toMatchObject({ used: 0, reserved: 0 });
  });

  test("gets nothing back of what was counted on another day's, and has what was used since", async () => {
    const { userId } = ann;
    const take = async (tokens: number, day?: number) =>
      await app.mutation(internal.usage.record, { userId, tokens, day });
    const yesterday = await app.mutation(internal.usage.spend, { userId, tokens: 100 });
    vi.setSystemTime(NOON + DAY);
    const today = await take(60);
    await take(-40, yesterday);
    expect(await usageOf(ann)).toMatchObject({ used: 60 });
    await take(-40, today);
    await take(5, yesterday);
    expect(await usageOf(ann)).toMatchObject({ used: 25 });
  });

  test("is never less than nothing used, whatever is released", async () => {
    await record(10);
    await record(-20);
    expect(await usageOf(ann)).toMatchObject({ used: 0 });
  });

  test("is each person's own", async () => {
    await record(tokensPerDay);
    const bob = await signedInAs(app, "member");
    expect(await usageOf(bob)).toMatchObject({ used: 0 });
  });

  test("goes with the account, and a late report does not bring it back", async () => {
    await record(10);
    await app.run((ctx) => removeRow(ctx, "users", ann.userId));
    await app.mutation(internal.usage.record, { userId: ann.userId, tokens: 5 });
    await release(dayOf(NOON));
    expect(await app.run((ctx) => ctx.db.query("usage").collect())).toEqual([]);
  });
});

test.each([
  ["", 0],
  ["Hello, how are you?", 7],
  ["東京タワー", 5],
])("%j is taken for %i tokens", (text, tokens) => {
  expect(tokensIn(text)).toBe(tokens);
});
