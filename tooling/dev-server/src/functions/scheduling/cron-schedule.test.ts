import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../kernel/database-types.ts";
import { parseSchedule } from "./cron-schedule.ts";

/** The next `count` runs after a UTC time, as ISO text without seconds. */
function runs(schedule: JsonValue, after: string, count = 1): string[] {
  const parsed = parseSchedule("job", { name: "m:f", args: [{}], schedule });
  if (parsed.kind !== "calendar") throw new Error("not a calendar schedule");
  const times: string[] = [];
  let time = Date.parse(`${after}:00Z`);
  for (let run = 0; run < count; run++) {
    time = parsed.next(time) ?? Number.NaN;
    times.push(new Date(time).toISOString().slice(0, 16));
  }
  return times;
}
const cron = (expression: string) => ({ type: "cron", cron: expression });

// 2024-01-01 is a Monday; 2024 has a 29 February, which is a Thursday.
describe("cron expressions", () => {
  test.each([
    ["*/5 * * * *", "2024-01-01T00:00", ["2024-01-01T00:05", "2024-01-01T00:10"]],
    ["7/20 * * * *", "2024-01-01T00:00", ["2024-01-01T00:07", "2024-01-01T00:27"]],
    ["0 9,17 * * *", "2024-01-01T09:00", ["2024-01-01T17:00", "2024-01-02T09:00"]],
    ["0 0 * * 0", "2024-01-01T00:00", ["2024-01-07T00:00", "2024-01-14T00:00"]],
    ["0 0 * * mon-wed", "2024-01-01T00:00", ["2024-01-02T00:00", "2024-01-03T00:00"]],
    ["0 0 1 feb,MAR *", "2024-01-01T00:00", ["2024-02-01T00:00", "2024-03-01T00:00"]],
    ["0 0 29 2 *", "2024-03-01T00:00", ["2028-02-29T00:00"]],
  ])("%s after %s", (expression, after, expected) => {
    expect(runs(cron(expression), after, expected.length)).toEqual(expected);
  });

  test("a time that matches is not its own next run", () => {
    expect(runs(cron("0 0 * * *"), "2024-01-01T00:00")).toEqual(["2024-01-02T00:00"]);
  });

  test.each([
    ["0 0 * * FRI-SUN", ["2024-01-05", "2024-01-06", "2024-01-07", "2024-01-12"]],
    ["0 0 30-2 * *", ["2024-01-02", "2024-01-30", "2024-01-31", "2024-02-01"]],
    ["0 0 * 12-1 *", ["2024-01-02", "2024-01-03", "2024-01-04"]],
  ])("the range of %s wraps around", (expression, expected) => {
    const days = runs(cron(expression), "2024-01-01T00:00", expected.length);
    expect(days).toEqual(expected.map((day) => `${day}T00:00`));
  });

  test("days match by date or by weekday when both are restricted", () => {
    expect(runs(cron("0 0 10 * 3"), "2024-01-01T00:00", 3)).toEqual([
      "2024-01-03T00:00",
      "2024-01-10T00:00",
      "2024-01-17T00:00",
    ]);
    expect(runs(cron("0 0 9 * 3"), "2024-01-01T00:00", 3)).toEqual([
      "2024-01-03T00:00",
      "2024-01-09T00:00",
      "2024-01-10T00:00",
    ]);
  });

  test.each([
    ["0 0 L * *", "2024-02-01T00:00", "2024-02-29T00:00"],
    ["0 0 L-2 * *", "2024-02-01T00:00", "2024-02-27T00:00"],
    // 31 March 2024 is a Sunday.
    ["0 0 LW * *", "2024-03-01T00:00", "2024-03-29T00:00"],
    // 1 June 2024 is a Saturday: the nearest workday within the month is Monday the 3rd.
    ["0 0 1W 6 *", "2024-01-01T00:00", "2024-06-03T00:00"],
    ["0 0 16W 6 *", "2024-01-01T00:00", "2024-06-17T00:00"],
    ["0 0 15W 6 *", "2024-01-01T00:00", "2024-06-14T00:00"],
    ["0 0 * * 5L", "2024-01-01T00:00", "2024-01-26T00:00"],
    ["0 0 * * FRI#2", "2024-01-01T00:00", "2024-01-12T00:00"],
    ["0 0 * * 1#5", "2024-02-01T00:00", "2024-04-29T00:00"],
  ])("%s after %s is %s", (expression, after, expected) => {
    expect(runs(cron(expression), after)).toEqual([expected]);
  });

  test.each([
    ["0 0 * * 7", /day of week: "7"/],
    ["60 * * * *", /minute: "60"/],
    ["* 24 * * *", /hour/],
    ["* * 0 * *", /day of month/],
    ["* * * 13 *", /month/],
    ["*/0 * * * *", /minute: "0"/],
    ["* * * *", /expected 5 fields, got 4/],
    ["0 0 * * 1#6", /week of month/],
    ["a * * * *", /minute: "a"/],
    ["0 0 31 2 *", /The cron spec "0 0 31 2 \*" will never match any time/],
    ["0 0 31W 4 *", /will never match any time/],
  ])("%s is refused", (expression, message) => {
    expect(() => runs(cron(expression), "2024-01-01T00:00")).toThrow(
      expect.objectContaining({ code: "InvalidCron", message: expect.stringMatching(message) }),
    );
  });
});

describe("named schedules", () => {
  test.each([
    [{ type: "hourly", minuteUTC: 30 }, "2024-01-01T00:30"],
    [{ type: "hourly" }, "2024-01-01T01:00"],
    [{ type: "daily", hourUTC: 5, minuteUTC: 10 }, "2024-01-01T05:10"],
    [{ type: "daily", hourUTC: 5 }, "2024-01-01T05:00"],
    [{ type: "weekly", dayOfWeek: "tuesday", hourUTC: 1, minuteUTC: 2 }, "2024-01-02T01:02"],
    [{ type: "monthly", day: 31, hourUTC: 0, minuteUTC: 0 }, "2024-01-31T00:00"],
  ])("%j", (schedule, expected) => {
    expect(runs(schedule, "2024-01-01T00:00")).toEqual([expected]);
  });

  test("a monthly job on day 31 skips shorter months", () => {
    expect(runs({ type: "monthly", day: 31, hourUTC: 0 }, "2024-01-31T00:00")).toEqual([
      "2024-03-31T00:00",
    ]);
  });

  test("an interval is a number of milliseconds", () => {
    const spec = { name: "m:f", args: [{}], schedule: { type: "interval", minutes: 2 } };
    expect(parseSchedule("job", spec)).toEqual({ kind: "interval", periodMs: 120_000 });
  });

  test.each<JsonValue>([
    { type: "interval", seconds: 0 },
    { type: "interval", seconds: 1.5 },
    { type: "interval", seconds: 1, minutes: 1 },
    { type: "interval" },
    { type: "hourly", minuteUTC: 60 },
    { type: "daily", hourUTC: 24 },
    { type: "daily" },
    { type: "weekly", dayOfWeek: "Monday", hourUTC: 1 },
    { type: "monthly", day: 32, hourUTC: 1 },
    { type: "cron" },
    { type: "yearly" },
    null,
  ])("%j is refused", (schedule) => {
    expect(() => parseSchedule("job", { name: "m:f", args: [{}], schedule })).toThrow(
      expect.objectContaining({ code: "InvalidCron" }),
    );
  });

  test("a name must be printable ASCII", () => {
    const spec = { name: "m:f", args: [{}], schedule: { type: "hourly" } };
    expect(() => parseSchedule("jöb", spec)).toThrow(/printable ASCII/);
  });
});
