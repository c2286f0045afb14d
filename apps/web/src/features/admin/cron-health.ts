import type { PublicCron } from "@repo/validators/platform/cronRuns";

export type CronHealth = "never" | "running" | "fine" | "failed" | "late";

/** How long after its time a run may start, in milliseconds, before it counts as late. */
const GRACE = 10 * 60_000;

/**
 * Says how a cron is doing.
 * @param cron as the server describes it
 * @param now in milliseconds since 1970
 * @returns `late` where the next run should have started, however the last one ended
 */
export function healthOf({ state, dueAt }: PublicCron, now: number): CronHealth {
  if (dueAt !== undefined && dueAt + GRACE < now) return "late";
  return state === "done" ? "fine" : state;
}
