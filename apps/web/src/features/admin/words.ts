// Every word of this feature that a person reads, so that another language is another file.
import type { api } from "@repo/backend/_generated/api";
import type { FunctionArgs } from "convex/server";
import type { Role } from "@repo/validators/access";
import type { CronSchedule } from "@repo/validators/platform/cronRuns";
import type { JobStatus } from "@repo/validators/platform/jobs";

import { countText } from "@/lib/language";

import type { CronHealth } from "./cron-health";

const several = (count: number, one: string, other: string) => countText(count, { one, other });

export const jobStatusNames: Record<JobStatus, string> = {
  waiting: "Waiting",
  queued: "Queued",
  running: "Running",
  done: "Done",
  failed: "Failed",
};

export const cronHealthNames: Record<CronHealth, string> = {
  never: "Not run yet",
  running: "Running",
  fine: "Fine",
  failed: "Failed",
  late: "Late",
};

const two = (part: number | undefined) => String(part ?? 0).padStart(2, "0");

/** When a cron runs, in words. */
export function scheduleText(schedule: CronSchedule): string {
  const { type, seconds, minutes, hours, hourUTC, minuteUTC } = schedule;
  const time = `${two(hourUTC)}:${two(minuteUTC)} UTC`;
  if (type === "hourly") return `Hourly, at ${minuteUTC ?? 0} past`;
  if (type === "daily") return `Daily at ${time}`;
  if (type === "weekly") return `Every ${schedule.dayOfWeek ?? "week"} at ${time}`;
  if (type === "monthly") return `On day ${schedule.day ?? 1} of the month at ${time}`;
  if (type === "cron") return `At ${schedule.cron ?? ""}`;
  if (hours !== undefined) return everyText(hours, "hour");
  if (minutes !== undefined) return everyText(minutes, "minute");
  return everyText(seconds ?? 1, "second");
}

function everyText(count: number, unit: string): string {
  return count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`;
}

export const roleNames: Record<Role, string> = { admin: "Admin", member: "Member" };

/** The tables whose events the audit log can be narrowed to. */
export const auditTables = {
  invitations: "Invitations",
  memberships: "Members of teams",
  tasks: "Tasks",
  teams: "Teams",
  users: "People",
} satisfies Record<NonNullable<FunctionArgs<typeof api.auditEvents.listAll>["table"]>, string>;
export type AuditTable = keyof typeof auditTables;
export const auditTableNames = Object.keys(auditTables) as AuditTable[];

export const words = {
  byPerson: (name: string) => `Done by ${name}`,
  ofRow: (name: string) => `Done to ${name}`,
  somebody: "one person",
  someRow: "one row",
  showAll: (narrowed: string) => `${narrowed}: show all again`,
  auditTable: "About",
  allTables: "Everything",
  audit: "Audit log",
  auditText: "Who changed what, in the whole app. Events are kept for a year.",
  jobsTitle: "Jobs and crons",
  jobs: "Jobs",
  jobsText: "Background work: what waits, what runs, and what failed and why.",
  jobStatus: "State",
  noJobs: "No jobs in this state.",
  attempts: (made: number, most: number) => `Attempt ${made} of ${most}`,
  retry: "Try again",
  retryOf: (kind: string) => `Try ${kind} again`,
  notRetried: "The job was not tried again.",
  crons: "Crons",
  loadingCrons: "Loading crons",
  cronHealth: (all: number, unhealthy: number) =>
    unhealthy === 0
      ? `All ${several(all, "cron runs", "crons run")} as planned.`
      : `${unhealthy} of ${several(all, "cron", "crons")} failed or ${unhealthy === 1 ? "is" : "are"} late.`,
  lastRun: (time: string) => `last run ${time}`,
  roles: "Roles",
  rolesText:
    "Who may do what, as the server enforces it. It is read from the same matrix that every call is checked against.",
  table: "Table",
  read: "Read",
  create: "Create",
  update: "Update",
  remove: "Remove",
  scopes: {
    own: "their own",
    team: "their teams'",
    led: "teams they own",
    parent: "as the row they are part of",
    all: "all",
  },
  only: (fields: string) => `only ${fields}`,
  nobody: "–",
  loading: "Loading",
  roleOf: (role: string) => `What the role ${role} may do`,
};
