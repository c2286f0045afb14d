// Forgetting counts: old ones go, however many, and no limit is weakened by it.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { internal } from "../../convex/_generated/api";
import type { MutationCtx } from "../../convex/_generated/server";
import { COUNTS_KEPT_DAYS, isWithin, rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { type TestApp, allRows, initTest } from "../../testing/setup.ts";

const DAY = 24 * 60 * 60 * 1000;

let app: TestApp;

beforeEach(() => {
  vi.useFakeTimers();
  app = initTest();
});
afterEach(() => void vi.useRealTimers());

const count = async (keys: readonly string[]) =>
  await app.run(async (ctx) => {
    for (const key of keys) await isWithin(ctx as MutationCtx, "auth.triesOn", key);
  });
const counts = async () => (await allRows(app))["rateLimiter/rateLimits"]!;
const purge = async () => {
  await app.mutation(internal.callCounts.purge, {});
  await app.finishAllScheduledFunctions(vi.runAllTimers);
};

test("counts are forgotten after 30 days, however many there are, and no younger ones", async () => {
  for (const hundred of ["a", "b", "c"]) {
    await count(Array.from({ length: 100 }, (_, n) => `${hundred}${n}`));
  }
  vi.setSystemTime(Date.now() + (COUNTS_KEPT_DAYS - 1) * DAY);
  await count(["young"]);
  await purge();
  expect(await counts()).toHaveLength(301);
  vi.setSystemTime(Date.now() + 2 * DAY);
  await purge();
  expect(await counts()).toHaveLength(1);
});

test("that is ten times as long as any limit takes to let everything through again", () => {
  const slow = Object.entries(rateLimits).filter(([, { rate, period, capacity }]) => {
    return (capacity / rate) * period > (COUNTS_KEPT_DAYS * DAY) / 10;
  });
  expect(slow).toEqual([]);
});
