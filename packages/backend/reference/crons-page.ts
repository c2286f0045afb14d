// The page of what runs on a schedule.
import type { DeclaredCron } from "../convex/model/platform/cronRuns.ts";
import { pageOf, table } from "./markdown.ts";

const intro = [
  "What runs by itself, from `packages/backend/convex/crons.ts`. Each target is one bounded batch that",
  "schedules the next while there is more; times are UTC. An interval runs first when it is pushed.",
];

/**
 * Writes the page.
 * @param crons every cron of the app
 */
export function cronsPage(crons: readonly DeclaredCron[]): string {
  const rows = crons.map(({ title, target, schedule }) => [
    title,
    scheduleText(schedule),
    `\`${target}\``,
  ]);
  return pageOf("Crons", [...intro, "", ...table(["What", "When", "Target"], rows)]);
}

function scheduleText(schedule: DeclaredCron["schedule"]): string {
  const { type, hourUTC, minuteUTC } = schedule;
  if (type === "interval") {
    const units = (["hours", "minutes", "seconds"] as const).filter(
      (unit) => schedule[unit] !== undefined,
    );
    return units.map((unit) => every(Number(schedule[unit]), unit)).join(", ");
  }
  if (type === "cron") return `\`${schedule.cron}\``;
  const minute = minuteUTC === undefined ? "??" : String(minuteUTC).padStart(2, "0");
  return hourUTC === undefined
    ? `${type} at :${minute}`
    : `${type} at ${String(hourUTC).padStart(2, "0")}:${minute}`;
}

function every(count: number, units: string): string {
  return count === 1 ? `every ${units.slice(0, -1)}` : `every ${count} ${units}`;
}
