// The last run of each cron: the row, and what an admin sees of it.
import { z } from "zod";
import { timestamp } from "../fields.ts";

export const cronLimits = {
  title: { max: 120 },
  error: { max: 500 },
  /** Crons that a deployment may have at most. */
  count: 100,
} as const;

export const cronRun = z.object({
  title: z.string().max(cronLimits.title.max),
  /** When the last run was scheduled. */
  startedAt: timestamp,
  /** The run, as the scheduler names it, which records how it ends. */
  scheduled: z.string().max(64),
});
export type CronRun = z.infer<typeof cronRun>;

export const cronStates = ["never", "running", "done", "failed"] as const;
export type CronState = (typeof cronStates)[number];

/** When a cron runs, as Convex declares it: an interval, a time of day in UTC, or a crontab. */
export const cronSchedule = z.object({
  type: z.enum(["interval", "hourly", "daily", "weekly", "monthly", "cron"]),
  seconds: z.number().optional(),
  minutes: z.number().optional(),
  hours: z.number().optional(),
  minuteUTC: z.number().optional(),
  hourUTC: z.number().optional(),
  dayOfWeek: z.string().max(16).optional(),
  day: z.number().optional(),
  cron: z.string().max(64).optional(),
});
export type CronSchedule = z.infer<typeof cronSchedule>;

export const publicCron = z.object({
  title: cronRun.shape.title,
  /** The function it calls, as Convex names it: `jobs:purge`. */
  target: z.string().max(120),
  schedule: cronSchedule,
  /** How the last run ended. A run that ended more than a week ago counts as done. */
  state: z.enum(cronStates),
  startedAt: timestamp.optional(),
  /** Why the last run failed. */
  error: z.string().max(cronLimits.error.max).optional(),
  /** When the next run starts; absent before the first, and for a schedule by month or crontab. */
  dueAt: timestamp.optional(),
});
export type PublicCron = z.infer<typeof publicCron>;
