// When a cron job runs: checks of the schedules `crons.export()` gives, and the next occurrence.

import type { JsonValue } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { CronSpec } from "../../kernel/function-types.ts";
import { parseCronFields, type CronFields } from "./cron-schedule-fields.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A 29 February comes again after eight years at the latest; with a weekday it needs up to forty. */
const HORIZON_DAYS = 41 * 366;
const UNIT_MS = { seconds: 1000, minutes: MINUTE_MS, hours: 60 * MINUTE_MS } as const;
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

export type CronSchedule =
  /** Every `periodMs`, counted from the first run. */
  | { kind: "interval"; periodMs: number }
  /** At calendar minutes, UTC. `next` gives the first one after a time; null: never. */
  | { kind: "calendar"; next: (after: number) => number | null };

/**
 * Reads one cron job's schedule; `spec.schedule` is the JSON of convex/server's `crons.export()`.
 * @throws BackendError InvalidCron
 */
export function parseSchedule(identifier: string, spec: CronSpec): CronSchedule {
  const invalid = (problem: string) =>
    new BackendError("InvalidCron", `The cron job "${identifier}" is not valid: ${problem}.`);
  if (!/^[\x20-\x7e]+$/.test(identifier)) throw invalid("its name must be printable ASCII");
  const schedule = spec.schedule;
  if (schedule === null || typeof schedule !== "object" || Array.isArray(schedule)) {
    throw invalid("it has no schedule");
  }
  if (schedule.type === "interval") return parseInterval(schedule, invalid);
  const expression = cronExpression(schedule, invalid);
  let fields: CronFields;
  try {
    fields = parseCronFields(expression);
  } catch (error) {
    throw invalid(`cannot read the cron spec "${expression}": ${(error as Error).message}`);
  }
  const next = (after: number) => nextMatch(fields, after);
  if (next(0) === null) {
    throw new BackendError(
      "InvalidCron",
      `The cron spec "${expression}" will never match any time (cron job "${identifier}").`,
    );
  }
  return { kind: "calendar", next };
}

/**
 * Checks every cron job of a component.
 * @throws BackendError InvalidCron
 */
export function checkCronSpecs(specs: Record<string, CronSpec>): void {
  for (const [identifier, spec] of Object.entries(specs)) parseSchedule(identifier, spec);
}

type Invalid = (problem: string) => BackendError;
type ScheduleJson = Record<string, JsonValue>;

function parseInterval(schedule: ScheduleJson, invalid: Invalid): CronSchedule {
  const units = (["seconds", "minutes", "hours"] as const).filter(
    (unit) => schedule[unit] !== undefined && schedule[unit] !== null,
  );
  const [unit] = units;
  if (units.length !== 1 || unit === undefined) {
    throw invalid("an interval has exactly one of seconds, minutes and hours");
  }
  const amount = schedule[unit];
  if (typeof amount !== "number" || !Number.isInteger(amount) || amount <= 0) {
    throw invalid(`${unit} must be an integer greater than 0, got ${JSON.stringify(amount)}`);
  }
  return { kind: "interval", periodMs: amount * UNIT_MS[unit] };
}

/** The calendar schedules are cron expressions; a minute left out is minute 0. */
function cronExpression(schedule: ScheduleJson, invalid: Invalid): string {
  const whole = (field: string, min: number, max: number, fallback?: number): number => {
    const value = schedule[field] ?? fallback;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    throw invalid(
      `${field} must be an integer from ${min} to ${max}, got ${JSON.stringify(value)}`,
    );
  };
  const minute = () => whole("minuteUTC", 0, 59, 0);
  const hour = () => whole("hourUTC", 0, 23);
  switch (schedule.type) {
    case "hourly":
      return `${minute()} * * * *`;
    case "daily":
      return `${minute()} ${hour()} * * *`;
    case "weekly": {
      const weekday = WEEKDAYS.indexOf(String(schedule.dayOfWeek));
      if (weekday < 0) throw invalid(`dayOfWeek must be one of ${WEEKDAYS.join(", ")}`);
      return `${minute()} ${hour()} * * ${weekday}`;
    }
    case "monthly":
      return `${minute()} ${hour()} ${whole("day", 1, 31)} * *`;
    case "cron":
      if (typeof schedule.cron !== "string") throw invalid("its cron spec must be a string");
      return schedule.cron;
    default:
      throw invalid(`unknown schedule type ${JSON.stringify(schedule.type)}`);
  }
}

/** The first matching minute after `after` (ms), or null when there is none within the horizon. */
function nextMatch(fields: CronFields, after: number): number | null {
  const first = Math.floor(after / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const firstDay = Math.floor(first / DAY_MS) * DAY_MS;
  for (let count = 0; count < HORIZON_DAYS; count++) {
    const dayStart = firstDay + count * DAY_MS;
    if (!matchesDay(fields, new Date(dayStart))) continue;
    const minute = firstMinuteOfDay(fields, Math.max(0, (first - dayStart) / MINUTE_MS));
    if (minute !== null) return dayStart + minute * MINUTE_MS;
  }
  return null;
}

function matchesDay(fields: CronFields, date: Date): boolean {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (!fields.months.has(month + 1)) return false;
  return fields.matchesDay(day, {
    length: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
    firstWeekday: (date.getUTCDay() - ((day - 1) % 7) + 7) % 7,
  });
}

/** Minute of the day (0 to 1439), not before `from`. */
function firstMinuteOfDay(fields: CronFields, from: number): number | null {
  for (let minute = from; minute < 24 * 60; minute++) {
    if (fields.hours.has(Math.floor(minute / 60)) && fields.minutes.has(minute % 60)) return minute;
  }
  return null;
}
