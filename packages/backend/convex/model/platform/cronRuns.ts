// Keeps track of crons. Convex does not tell a function how crons have run, so each is called by way of
// `jobs:runCron`, which schedules its target and records which run that is: the scheduler knows how it ended.
import {
  type CronSchedule,
  type PublicCron,
  cronLimits,
  cronSchedule,
} from "@repo/validators/platform/cronRuns";
import { type Crons, type FunctionReference, getFunctionName } from "convex/server";
import type { Value } from "convex/values";
import { z } from "zod";
import { internal } from "../../_generated/api";
import type { Doc } from "../../_generated/dataModel";
import type { DatabaseReader } from "../../_generated/server";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Days of the week in the order of the epoch, which began on a Thursday. */
const DAYS = ["thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"];

/** What `jobs:runCron` takes. The target's own arguments travel as JSON, because each cron has others. */
export const cronCall = {
  title: z.string().max(cronLimits.title.max),
  target: z.string().max(120),
  args: z.string().max(1000),
};

/** A cron as `crons.ts` declares it. */
export interface DeclaredCron {
  title: string;
  /** The function it calls, as Convex names it. */
  target: string;
  args: Record<string, unknown>;
  schedule: CronSchedule;
}

/** Any function that a cron may call. */
export type CronTarget = FunctionReference<"mutation" | "action", "internal">;

/**
 * Has every cron recorded. Call it last, on what `crons.ts` exports.
 * @param crons the crons, which are changed
 * @returns the same crons, which call their targets by way of `jobs:runCron`
 */
export function recorded(crons: Crons): Crons {
  const recorder = getFunctionName(internal.jobs.runCron);
  for (const [title, cron] of Object.entries(crons.crons)) {
    const [args = {}] = cron.args as Value[];
    const call = { title, target: cron.name, args: JSON.stringify(args) };
    crons.crons[title] = { ...cron, name: recorder, args: [call] };
  }
  return crons;
}

/**
 * Lists the crons of an app.
 * @param crons what its `crons.ts` exports, as `recorded` returns it
 * @returns them in the order of the file
 */
export function declaredCrons(crons: Crons): DeclaredCron[] {
  return Object.entries(crons.crons).map(([title, { args, schedule }]) => {
    const call = z.object(cronCall).parse((args as Value[])[0]);
    const given = JSON.parse(call.args) as Record<string, unknown>;
    return { title, target: call.target, args: given, schedule: cronSchedule.parse(schedule) };
  });
}

/**
 * Describes a cron for an admin.
 * @param db an unscoped database
 * @param cron the cron
 * @param run its last run; undefined before the first
 */
export async function cronAsRun(
  db: DatabaseReader,
  { title, target, schedule }: DeclaredCron,
  run: Doc<"cronRuns"> | undefined,
): Promise<PublicCron> {
  if (run === undefined) return { title, target, schedule, state: "never" };
  const { startedAt, scheduled } = run;
  const id = db.system.normalizeId("_scheduled_functions", scheduled);
  const { state } = (id && (await db.system.get("_scheduled_functions", id))) ?? {};
  const known = { title, target, schedule, startedAt, dueAt: dueAfter(schedule, startedAt) };
  if (state?.kind === "failed") {
    // The stand-in for the scheduler in tests keeps no error.
    const { error = "" }: { error?: string } = state;
    return { ...known, state: "failed", error: error.slice(0, cronLimits.error.max) };
  }
  const isRunning = state?.kind === "pending" || state?.kind === "inProgress";
  return { ...known, state: isRunning ? "running" : "done" };
}

/**
 * Computes when a cron runs next.
 * @param schedule its schedule
 * @param startedAt its last run
 * @returns the time; undefined for a schedule by month or crontab
 */
export function dueAfter(schedule: CronSchedule, startedAt: number): number | undefined {
  const { type, hours = 0, minutes = 0, seconds = 0, hourUTC = 0, minuteUTC = 0 } = schedule;
  const inDay = hourUTC * HOUR + minuteUTC * MINUTE;
  switch (type) {
    case "interval":
      return startedAt + hours * HOUR + minutes * MINUTE + seconds * SECOND;
    case "hourly":
      return nextAt(startedAt, HOUR, minuteUTC * MINUTE);
    case "daily":
      return nextAt(startedAt, DAY, inDay);
    case "weekly":
      return nextAt(startedAt, 7 * DAY, DAYS.indexOf(schedule.dayOfWeek ?? "") * DAY + inDay);
    default:
      return undefined;
  }
}

/** The first time after another that is so far into a period. */
function nextAt(after: number, period: number, offset: number): number {
  return after + period - ((((after - offset) % period) + period) % period);
}
