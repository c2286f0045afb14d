// The rows of `_cron_jobs`: brought in line with each push, and moved on after each run.

import type { CronDiff } from "../../kernel/app.ts";
import type {
  ComponentId,
  Database,
  JsonText,
  JsonValue,
  Transaction,
} from "../../kernel/database-types.ts";
import type {
  CronSpec,
  DeployedComponent,
  Deployment,
  LogLine,
} from "../../kernel/function-types.ts";
import { checkCronSpecs, parseSchedule } from "./cron-schedule.ts";
import { systemTables } from "./scheduled-job.ts";

const CRON_JOBS = "_cron_jobs";
const CRON_LOGS = "_cron_job_logs";
const KEPT_LOGS = 5;
const MAX_LOGGED_CHARS = 1000;
/** ms; for an expression whose days have all passed. */
const NEVER = Number.MAX_SAFE_INTEGER;

export interface CronRow {
  _id: string;
  /** The identifier given in crons.ts. */
  name: string;
  /** Target, arguments and schedule as declared. */
  cronSpec: CronSpec & { [key: string]: JsonValue };
  state: { kind: "pending" | "inProgress" };
  /** ms: when the next run is due; of the run that goes on while in progress. */
  nextTs: number;
  /** ms: what `nextTs` was at the last run. */
  prevTs?: number;
}

export type CronRunStatus =
  | { type: "success"; result: JsonText }
  | { type: "err"; error: string }
  | { type: "canceled"; num_canceled: number };

/** The cron jobs a component declares, by identifier. */
export function declaredCrons(component: DeployedComponent): Record<string, CronSpec> {
  return Object.assign(
    {},
    ...Object.values(component.analysis).map((module) => module.cronSpecs ?? {}),
  ) as Record<string, CronSpec>;
}

/**
 * Brings every deployed component's rows in line with what it declares, in one commit. New jobs get
 * their first run, changed schedules a new time, unchanged ones keep theirs.
 * @param now ms
 * @returns identifiers by component; components without a change are absent
 * @throws BackendError InvalidCron, before anything is written
 */
export function deployCronRows(
  database: Database,
  deployment: Deployment,
  now: number,
): Record<ComponentId, CronDiff> {
  const components = Object.values(deployment.components);
  for (const component of components) checkCronSpecs(declaredCrons(component));
  const diffs: Record<ComponentId, CronDiff> = {};
  database.transact((tx) => {
    for (const component of components) {
      const diff = deployComponent(tx, component, now);
      if (Object.values(diff).some((names) => names.length > 0)) diffs[component.id] = diff;
    }
  });
  return diffs;
}

function deployComponent(tx: Transaction, component: DeployedComponent, now: number): CronDiff {
  const ns = systemTables(component.id);
  const rows = new Map(readCronRows(tx, component.id).map((row) => [row.name, row]));
  const diff: CronDiff = { added: [], updated: [], deleted: [] };
  for (const [name, spec] of Object.entries(declaredCrons(component))) {
    const cronSpec = { name: spec.name, args: spec.args, schedule: spec.schedule };
    const row = rows.get(name);
    rows.delete(name);
    if (row === undefined) {
      const nextTs = firstRun(name, spec, now);
      tx.insert(ns, CRON_JOBS, { name, cronSpec, state: { kind: "pending" }, nextTs });
      diff.added.push(name);
    } else if (canonical(row.cronSpec) !== canonical(cronSpec)) {
      const isRescheduled = canonical(row.cronSpec.schedule) !== canonical(spec.schedule);
      // A run in progress ends first; its end then follows the new schedule.
      const nextTs =
        isRescheduled && row.state.kind === "pending" ? rescheduled(row, spec, now) : row.nextTs;
      tx.patch(ns, row._id, { cronSpec, nextTs }, CRON_JOBS);
      diff.updated.push(name);
    }
  }
  for (const row of rows.values()) {
    tx.remove(ns, row._id, CRON_JOBS);
    for (const log of readCronLogs(tx, component.id, row.name)) tx.remove(ns, log._id, CRON_LOGS);
    diff.deleted.push(row.name);
  }
  return diff;
}

function firstRun(name: string, spec: CronSpec, now: number): number {
  const schedule = parseSchedule(name, spec);
  return schedule.kind === "interval" ? now : (schedule.next(now) ?? NEVER);
}

function rescheduled(row: CronRow, spec: CronSpec, now: number): number {
  const schedule = parseSchedule(row.name, spec);
  if (schedule.kind === "calendar") return schedule.next(now) ?? NEVER;
  return row.prevTs === undefined ? now : Math.max(now, row.prevTs + schedule.periodMs);
}

/**
 * When a job runs after the run that was due at `dueAt` and has ended at `now` (ms), and how many
 * runs of an interval are left out because they are past already.
 */
export function nextRun(
  name: string,
  spec: CronSpec,
  dueAt: number,
  now: number,
): { nextTs: number; skipped: number } {
  const schedule = parseSchedule(name, spec);
  if (schedule.kind === "calendar") return { nextTs: schedule.next(now) ?? NEVER, skipped: 0 };
  const following = dueAt + schedule.periodMs;
  const skipped = Math.max(0, Math.ceil((now - following) / schedule.periodMs));
  return { nextTs: following + skipped * schedule.periodMs, skipped };
}

/**
 * Records how a run ended and sets the time of the next one.
 * @param run.startedAt, run.endedAt ms
 * @returns how many runs are left out
 */
export function finishCronRun(
  tx: Transaction,
  component: ComponentId,
  row: CronRow,
  run: { status: CronRunStatus; logLines: LogLine[]; startedAt: number; endedAt: number },
): number {
  const ns = systemTables(component);
  const { nextTs, skipped } = nextRun(row.name, row.cronSpec, row.nextTs, run.endedAt);
  const log = (status: CronRunStatus, logLines: LogLine[]) =>
    tx.insert(ns, CRON_LOGS, {
      name: row.name,
      ts: row.nextTs,
      udfPath: row.cronSpec.name,
      args: row.cronSpec.args,
      status: loggedStatus(status),
      logLines: loggedLines(logLines),
      executionTime: (run.endedAt - run.startedAt) / 1000,
    });
  log(run.status, run.logLines);
  if (skipped > 0) log({ type: "canceled", num_canceled: skipped }, []);
  const logs = readCronLogs(tx, component, row.name);
  for (const old of logs.slice(0, Math.max(0, logs.length - KEPT_LOGS))) {
    tx.remove(ns, old._id, CRON_LOGS);
  }
  const state = { kind: "pending" };
  tx.patch(ns, row._id, { state, nextTs, prevTs: row.nextTs }, CRON_JOBS);
  return skipped;
}

/** Marks a run that is not repeated when it is cut off. */
export function claimCronRun(tx: Transaction, component: ComponentId, row: CronRow): void {
  tx.patch(systemTables(component), row._id, { state: { kind: "inProgress" } }, CRON_JOBS);
}

/** Puts a run off to `nextTs` (ms). */
export function postponeCronRun(
  tx: Transaction,
  component: ComponentId,
  row: CronRow,
  nextTs: number,
): void {
  tx.patch(systemTables(component), row._id, { nextTs }, CRON_JOBS);
}

/** A component's jobs. */
export function readCronRows(tx: Transaction, component: ComponentId): CronRow[] {
  return readAll<CronRow>(tx, component, { type: "FullTableScan", tableName: CRON_JOBS });
}

/** The row as it is now, or null when the job is gone. */
export function readCronRow(tx: Transaction, component: ComponentId, id: string): CronRow | null {
  const json = tx.get(systemTables(component), id, CRON_JOBS);
  return json === null ? null : (JSON.parse(json) as CronRow);
}

function readCronLogs(tx: Transaction, component: ComponentId, name: string): { _id: string }[] {
  return readAll(tx, component, {
    type: "IndexRange",
    indexName: `${CRON_LOGS}.by_name`,
    range: [{ type: "Eq", fieldPath: "name", value: name }],
  });
}

type Source = Parameters<Transaction["query"]>[1]["source"];

function readAll<Row>(tx: Transaction, component: ComponentId, source: Source): Row[] {
  const stream = tx.query(systemTables(component), { source, operators: [] });
  const rows: Row[] = [];
  for (let next = stream.next(); next !== null; next = stream.next()) {
    rows.push(JSON.parse(next) as Row);
  }
  stream.close();
  return rows;
}

/** Stored objects have sorted keys, declared ones have not. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function loggedStatus(status: CronRunStatus): JsonValue {
  if (status.type !== "success") return { ...status };
  const result =
    status.result.length > MAX_LOGGED_CHARS
      ? { type: "truncated", value: status.result.slice(0, MAX_LOGGED_CHARS) }
      : { type: "value", value: status.result };
  return { type: "success", result };
}

function loggedLines(lines: LogLine[]): JsonValue {
  const texts: string[] = [];
  let room = MAX_LOGGED_CHARS;
  for (const line of lines) {
    const text = `[${line.level}] ${line.messages.join(" ")}`;
    if (text.length > room) return { logLines: texts, isTruncated: true };
    room -= text.length;
    texts.push(text);
  }
  return { logLines: texts, isTruncated: false };
}
