// When a cron runs: reads --every, --daily, --weekly and --cron.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import type { CronInput } from "./input.ts";
import type { Schedule } from "./model.ts";

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** The flags that say when, each with an example. */
export const whenFlags = {
  every: "1h",
  daily: "03:17",
  weekly: "monday@03:17",
  cron: "17 3 1 * *",
} as const;
export type WhenFlag = keyof typeof whenFlags;

/**
 * Reads when a cron runs.
 * @param problems gets what is wrong
 * @returns null when something is
 */
export function readSchedule(input: CronInput, problems: Problem[]): Schedule | null {
  const given = (Object.keys(whenFlags) as WhenFlag[]).filter((flag) => input[flag] !== undefined);
  const [flag] = given;
  if (flag === undefined || given.length > 1) {
    problems.push(given.length > 1 ? severalTimes(given) : timeMissing());
    return null;
  }
  return readWhen(flag, input[flag]!.trim(), input.title, problems);
}

/** The problem of a cron that says no time. */
export function timeMissing(): Problem {
  return {
    code: "WHEN_MISSING",
    arg: "--every",
    message: "a cron has a time: --every, --daily, --weekly or --cron.",
    ...instead("--every", whenFlags.every),
  };
}

function severalTimes(given: readonly WhenFlag[]): Problem {
  return {
    code: "WHEN_TWICE",
    arg: `--${given[1]!}`,
    message: `a cron has one time, and this has ${given.map((flag) => `--${flag}`).join(" and ")}.`,
    fix: "Leave out all but one, or make two crons.",
  };
}

/**
 * Reads the value of one of the flags.
 * @param title by which the minute is chosen that is proposed instead of a full hour
 */
export function readWhen(
  flag: WhenFlag,
  text: string,
  title: string,
  problems: Problem[],
): Schedule | null {
  switch (flag) {
    case "every":
      return readInterval(text, problems);
    case "daily":
      return readDaily(text, title, problems);
    case "weekly":
      return readWeekly(text, title, problems);
    case "cron":
      return readCrontab(text, title, problems);
  }
}

const units = { m: ["minutes", 1], h: ["hours", 1], d: ["hours", 24] } as const;

function readInterval(text: string, problems: Problem[]): Schedule | null {
  const [, number = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const count = Number(number);
  if (count < 1) return wrong(problems, text, `is no interval: write 10m, 1h or 2d`, "1h");
  const [name, factor] = units[unit as keyof typeof units];
  return { method: "interval", when: `{ ${name}: ${count * factor} }` };
}

function readDaily(text: string, title: string, problems: Problem[]): Schedule | null {
  const time = readTime(text);
  if (time === null)
    return wrong(problems, text, "is no time of day: write 03:17, in UTC", "03:17");
  if (time.minute === 0)
    return fullHour(problems, text, timeText({ ...time, minute: minuteOf(title) }));
  return { method: "daily", when: `{ hourUTC: ${time.hour}, minuteUTC: ${time.minute} }` };
}

function readWeekly(text: string, title: string, problems: Problem[]): Schedule | null {
  const [word = "", rest = "", ...more] = text.toLowerCase().split("@");
  const time = readTime(rest);
  const found = days.filter((day) => word.length > 1 && day.startsWith(word));
  if (found.length !== 1 || time === null || more.length > 0) {
    const meant = found[0] ?? didYouMean(word, days)?.word ?? "monday";
    const fix = `${meant}@${timeText(time ?? { hour: 3, minute: 17 })}`;
    return wrong(problems, text, "is no day and time: write monday@03:17, in UTC", fix);
  }
  const [day = ""] = found;
  if (time.minute === 0)
    return fullHour(problems, text, `${day}@${timeText({ ...time, minute: minuteOf(title) })}`);
  const { hour, minute } = time;
  return {
    method: "weekly",
    when: `{ dayOfWeek: "${day}", hourUTC: ${hour}, minuteUTC: ${minute} }`,
  };
}

/** The bounds of the fields of a crontab. */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

function readCrontab(text: string, title: string, problems: Problem[]): Schedule | null {
  const parts = text.split(/\s+/);
  const isField = (part: string, [min, max]: readonly [number, number]) =>
    part.split(",").every((one) => {
      const [, from = "", to = from] = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/[1-9]\d?)?$/.exec(
        one,
      ) ?? ["", "x"];
      return (
        from === "" || (Number(from) >= min && Number(to) <= max && Number(from) <= Number(to))
      );
    });
  const isWhole = parts.length === 5 && parts.every((part, index) => isField(part, fields[index]!));
  if (!isWhole) {
    const why = "is no crontab: minute, hour, day, month and weekday, such as 17 3 1 * *";
    return wrong(problems, text, why, whenFlags.cron);
  }
  const [, , days = "", months = "", weekdays = ""] = parts;
  if (weekdays === "*" && !hasDay(days, months)) {
    const why = "never runs: no month that it names has such a day";
    return wrong(problems, text, why, [...parts.slice(0, 2), "28", ...parts.slice(3)].join(" "));
  }
  if (parts[0] === "0") {
    return fullHour(problems, text, [String(minuteOf(title)), ...parts.slice(1)].join(" "));
  }
  return { method: "cron", when: JSON.stringify(parts.join(" ")) };
}

/** Days of each month, in a leap year. */
const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a month of a crontab has one of its days. */
function hasDay(days: string, months: string): boolean {
  const first = Math.min(...days.split(",").map((day) => firstOf(day, 1)));
  return lengths.some((length, index) => first <= length && matches(months, index + 1));
}

function firstOf(part: string, min: number): number {
  return part.startsWith("*") ? min : Number.parseInt(part, 10);
}

function matches(field: string, value: number): boolean {
  return field.split(",").some((part) => {
    const [range = "", step = "1"] = part.split("/");
    const [from = "", to = step === "1" ? from : "12"] = range.split("-");
    const [low, high] = range === "*" ? [1, 12] : [Number(from), Number(to)];
    return value >= low && value <= high && (value - low) % Number(step) === 0;
  });
}

function wrong(problems: Problem[], text: string, why: string, fix: string): null {
  problems.push({ code: "WHEN", arg: text, message: `"${text}" ${why}.`, ...instead(fix) });
  return null;
}

function fullHour(problems: Problem[], text: string, fix: string): null {
  const message = `"${text}" is on the full hour, when most crons in the world start.`;
  problems.push({ code: "WHEN_FULL_HOUR", arg: text, message, ...instead(fix) });
  return null;
}

interface Time {
  hour: number;
  minute: number;
}

function readTime(text: string): Time | null {
  const [, hours = "", minutes = ""] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  return hours !== "" && hour < 24 && minute < 60 ? { hour, minute } : null;
}

function timeText({ hour, minute }: Time): string {
  return [hour, minute].map((number) => String(number).padStart(2, "0")).join(":");
}

/** A minute for a cron, so that not all of them share one. */
function minuteOf(title: string): number {
  const sum = [...title].reduce((total, letter) => total + letter.codePointAt(0)!, 0);
  return 3 + (sum % 54);
}
