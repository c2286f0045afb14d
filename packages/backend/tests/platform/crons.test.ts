// Rules over everything that runs on a schedule. What it brings about is shown in `embedded-crons.test.ts`.
import { describe, expect, test } from "vitest";
import { type DeclaredCron, cronsPage, declaredCrons } from "../../reference/crons-page.ts";
import crons from "../../convex/crons.ts";
import { appFunctions, call } from "../../testing/manifest.ts";
import { initTest } from "../../testing/setup.ts";

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
])("%j starts at the full hour: %s", (schedule, expected) => {
  expect(startsAtFullHour({ title: "", target: "", args: {}, schedule })).toBe(expected);
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
