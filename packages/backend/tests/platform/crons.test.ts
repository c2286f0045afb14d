// Rules over everything that runs on a schedule. What it brings about is shown in `embedded-crons.test.ts`.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { cronsPage } from "../../reference/crons-page.ts";
import {
  type DeclaredCron,
  declaredCrons,
  dueAfter,
} from "../../convex/model/platform/cronRuns.ts";
import crons from "../../convex/crons.ts";
import { appFunctions, call } from "../../testing/manifest.ts";
import { initTest, signedInAs } from "../../testing/setup.ts";

const functions = await appFunctions();
const declared = declaredCrons(crons);
const targetOf = ({ target }: DeclaredCron) => functions.find((fn) => fn.name === target);

test("there are some", () => {
  expect(declared.map(({ target }) => target)).toContain("auditEvents:purge");
});

describe.each(declared.map((cron) => [cron.title, cron] as const))("%s", (_title, cron) => {
  test("calls a function of ours that no client can call, with what that takes", () => {
    const fn = targetOf(cron);
    expect(fn).toMatchObject({ isPublic: false });
    expect(["mutation", "action"]).toContain(fn!.kind);
    expect(fn!.shapes!.args.safeParse(cron.args)).toMatchObject({ success: true });
  });

  test("does not start when everybody's do, at the full hour", () => {
    expect(startsAtFullHour(cron)).toBe(false);
  });

  test("does nothing, and does not fail, where there is nothing to do", async () => {
    await call(initTest(), targetOf(cron)!, cron.args as never);
  });
});

test.each([
  [{ type: "daily", hourUTC: 3, minuteUTC: 0 }, true],
  [{ type: "daily", hourUTC: 3, minuteUTC: 17 }, false],
  [{ type: "daily", hourUTC: 3 }, false],
  [{ type: "cron", cron: "0 3 * * *" }, true],
  [{ type: "cron", cron: "7 3 * * *" }, false],
  [{ type: "interval", hours: 1 }, false],
] as const)("%j starts at the full hour: %s", (schedule, expected) => {
  expect(startsAtFullHour({ title: "", target: "", args: {}, schedule })).toBe(expected);
});

describe("what an admin sees of each", () => {
  const purge = declared.find(({ target }) => target === "notifications:purge")!;
  const call = (target: string, args: object) => ({
    title: purge.title,
    target,
    args: JSON.stringify(args),
  });

  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2030, 0, 1, 12) }));
  afterEach(() => void vi.useRealTimers());

  test("is nothing before the first run, then how the last one ended and when the next is due", async () => {
    const app = initTest();
    const admin = await signedInAs(app, "admin");
    const seen = async () =>
      (await admin.query(api.jobs.listCrons, {})).find(({ title }) => title === purge.title);
    const { title, target, schedule } = purge;
    expect(await seen()).toEqual({ title, target, schedule, state: "never" });

    await app.mutation(internal.jobs.runCron, call(target, purge.args));
    expect(await seen()).toMatchObject({ state: "running" });
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await seen()).toMatchObject({ state: "done", dueAt: Date.UTC(2030, 0, 2, 3, 29) });

    vi.spyOn(console, "error").mockReturnValue();
    await app.mutation(internal.jobs.runCron, call("notifications:digest", { cursor: 1 }));
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await seen()).toMatchObject({ state: "failed" });
    expect(await app.run((ctx) => ctx.db.query("cronRuns").take(2))).toHaveLength(1);
  });

  // 1 January 2030 is a Tuesday.
  test.each([
    [{ type: "interval", minutes: 10 }, Date.UTC(2030, 0, 1, 12, 10)],
    [{ type: "hourly", minuteUTC: 5 }, Date.UTC(2030, 0, 1, 12, 5)],
    [{ type: "daily", hourUTC: 12, minuteUTC: 0 }, Date.UTC(2030, 0, 2, 12)],
    [{ type: "daily", hourUTC: 3, minuteUTC: 17 }, Date.UTC(2030, 0, 2, 3, 17)],
    [{ type: "weekly", dayOfWeek: "monday", hourUTC: 3, minuteUTC: 1 }, Date.UTC(2030, 0, 7, 3, 1)],
    [{ type: "weekly", dayOfWeek: "tuesday", hourUTC: 13 }, Date.UTC(2030, 0, 1, 13)],
    [{ type: "cron", cron: "7 3 * * *" }, undefined],
  ] as const)("%j, run at noon, is due next at %d", (schedule, due) => {
    expect(dueAfter(schedule, Date.now())).toBe(due);
  });
});

test("the page names each with its time and its target", () => {
  const page = cronsPage([
    { title: "A", target: "a:b", args: {}, schedule: { type: "interval", hours: 6 } },
    { title: "C", target: "c:d", args: {}, schedule: { type: "daily", hourUTC: 3, minuteUTC: 7 } },
    { title: "E", target: "e:f", args: {}, schedule: { type: "cron", cron: "7 * * * *" } },
  ]);
  expect(page).toContain("| A | every 6 hours | `a:b` |");
  expect(page).toContain("| C | daily at 03:07 | `c:d` |");
  expect(page).toContain("| E | `7 * * * *` | `e:f` |");
});

function startsAtFullHour({ schedule }: DeclaredCron): boolean {
  if (schedule.type === "cron") return /^\s*0\s/.test(String(schedule.cron));
  return schedule.type !== "interval" && schedule.minuteUTC === 0;
}
