// Runs cron jobs when they are due, each at most once at a time.

import type { App } from "../../kernel/app.ts";
import type { ComponentId, Transaction } from "../../kernel/database-types.ts";
import type { AnalyzedFunction, FunctionCall, LogLine } from "../../kernel/function-types.ts";
import {
  claimCronRun,
  finishCronRun,
  postponeCronRun,
  readCronRow,
  readCronRows,
  type CronRow,
  type CronRunStatus,
} from "./crons.ts";
import { createAlarm } from "./scheduler-alarm.ts";
import { lookupProblem, requestId, TRANSIENT_ACTION_ERROR } from "./scheduler-calls.ts";
import type { SchedulerParts } from "./scheduler-run.ts";

const FAULT_DELAY_MS = 5000;

type CronParts = SchedulerParts & Pick<App, "logs">;

/** The row has changed since the run began: a push removed the job or gave it another time. */
class RunGone extends Error {}

export interface CronExecutor {
  start(): void;
  /** Checks again what is due, once code of at least this version runs. */
  refresh(version: number): void;
  stop(): void;
}

/** Watches `_cron_jobs` of every deployed component. */
export function createCronExecutor(parts: CronParts): CronExecutor {
  const { database, runner, clock, setTimer } = parts;
  /** By component and name, not by row: a job that was removed and added again is the same job. */
  const running = new Set<string>();
  const known = new Set<ComponentId>();
  let isRunning = false;
  let wantedVersion = 0;
  const alarm = createAlarm(clock, pump, setTimer);
  let removeListener = (): void => {};

  function pump(): void {
    if (!isRunning || runner.deployment.version < wantedVersion) return;
    let next: number | null = null;
    for (const component of Object.keys(runner.deployment.components)) {
      adopt(component);
      for (const row of database.read((tx) => readCronRows(tx, component)).value) {
        if (running.has(key(component, row)) || row.state.kind !== "pending") continue;
        if (row.nextTs <= clock.now()) launch(component, row);
        else next = Math.min(row.nextTs, next ?? Infinity);
      }
    }
    alarm.set(next);
  }

  /** Runs that the end of an earlier process cut off are recorded as failed, once. */
  function adopt(component: ComponentId): void {
    if (known.has(component)) return;
    known.add(component);
    for (const row of database.read((tx) => readCronRows(tx, component)).value) {
      if (row.state.kind !== "inProgress") continue;
      finish(parts, component, row, { type: "err", error: TRANSIENT_ACTION_ERROR });
    }
  }

  function launch(component: ComponentId, row: CronRow): void {
    running.add(key(component, row));
    runCron(parts, component, row, () => !isRunning)
      .catch((error: unknown) => console.error(`Cron job ${row.name}:`, error))
      .finally(() => {
        running.delete(key(component, row));
        pump();
      });
  }

  return {
    start() {
      isRunning = true;
      removeListener = runner.onActivate(pump);
      pump();
    },
    refresh(version) {
      wantedVersion = Math.max(wantedVersion, version);
      pump();
    },
    stop() {
      isRunning = false;
      removeListener();
      alarm.set(null);
    },
  };
}

function key(component: ComponentId, row: CronRow): string {
  return `${component}\n${row.name}`;
}

async function runCron(
  parts: CronParts,
  component: ComponentId,
  row: CronRow,
  isStopped: () => boolean,
): Promise<void> {
  const target = parts.runner.lookup(component, row.cronSpec.name);
  const problem = lookupProblem(target, row.cronSpec.name);
  if (problem !== null) return finish(parts, component, row, { type: "err", error: problem });
  try {
    if (target?.udfType === "Action") await runAction(parts, component, row, isStopped);
    else await runMutation(parts, component, row, isStopped);
  } catch (error) {
    if (error instanceof RunGone || isStopped()) return;
    console.error(`Cron job ${row.name} will be run again:`, error);
    parts.database.transact((tx) => {
      const nextTs = parts.clock.now() + FAULT_DELAY_MS;
      if (readCronRow(tx, component, row._id)) postponeCronRun(tx, component, row, nextTs);
    });
  }
}

/** The mutation's effects, the log of the run and the time of the next one are one commit. */
async function runMutation(
  parts: CronParts,
  component: ComponentId,
  row: CronRow,
  isStopped: () => boolean,
): Promise<void> {
  const startedAt = parts.clock.now();
  let skipped = 0;
  const { result, logLines } = await parts.runner.mutation(callOf(parts, component, row), {
    within: (tx, outcome) => {
      const status: CronRunStatus = { type: "success", result: outcome.value };
      const current = sameRunOrThrow(tx, component, row);
      const endedAt = parts.clock.now();
      const run = { status, logLines: outcome.logLines, startedAt, endedAt };
      skipped = finishCronRun(tx, component, current, run);
    },
  });
  if (result.ok) return reportSkipped(parts, component, row, skipped);
  if (isStopped()) return;
  finish(parts, component, row, { type: "err", error: result.error.message }, logLines, startedAt);
}

async function runAction(
  parts: CronParts,
  component: ComponentId,
  row: CronRow,
  isStopped: () => boolean,
): Promise<void> {
  const startedAt = parts.clock.now();
  parts.database.transact((tx) => claimCronRun(tx, component, sameRunOrThrow(tx, component, row)));
  let status: CronRunStatus;
  let logLines: LogLine[] = [];
  try {
    const outcome = await parts.runner.action(callOf(parts, component, row));
    logLines = outcome.logLines;
    status = outcome.result.ok
      ? { type: "success", result: outcome.result.value }
      : { type: "err", error: outcome.result.error.message };
  } catch {
    status = { type: "err", error: TRANSIENT_ACTION_ERROR };
  }
  if (!isStopped()) finish(parts, component, row, status, logLines, startedAt);
}

function sameRunOrThrow(tx: Transaction, component: ComponentId, row: CronRow): CronRow {
  const current = readCronRow(tx, component, row._id);
  if (current?.nextTs !== row.nextTs || current.state.kind !== "pending") throw new RunGone();
  return current;
}

/** Records a run in its own transaction, by the row as it is now. */
function finish(
  parts: CronParts,
  component: ComponentId,
  row: CronRow,
  status: CronRunStatus,
  logLines: LogLine[] = [],
  startedAt = parts.clock.now(),
): void {
  const skipped = parts.database.transact((tx) => {
    const current = readCronRow(tx, component, row._id);
    if (current?.nextTs !== row.nextTs) return 0;
    const run = { status, logLines, startedAt, endedAt: parts.clock.now() };
    return finishCronRun(tx, component, current, run);
  }).value;
  reportSkipped(parts, component, row, skipped);
}

function callOf(parts: CronParts, component: ComponentId, row: CronRow): FunctionCall {
  return {
    component,
    path: row.cronSpec.name,
    args: JSON.stringify(row.cronSpec.args[0] ?? {}),
    identity: { kind: "none" },
    allowInternal: true,
    caller: "Cron",
    requestId: requestId(parts.random),
  };
}

function reportSkipped(
  parts: CronParts,
  component: ComponentId,
  row: CronRow,
  skipped: number,
): void {
  if (skipped === 0) return;
  const target: AnalyzedFunction | null = parts.runner.lookup(component, row.cronSpec.name);
  parts.logs.append({
    kind: "Completion",
    udfType: target?.udfType ?? "Mutation",
    componentPath: parts.runner.deployment.components[component]?.path || null,
    identifier: row.cronSpec.name,
    logLines: [],
    executionTime: 0,
    error:
      `SkippingPastScheduledRuns: Skipping ${skipped} run(s) of job "${row.name}" ` +
      "because multiple scheduled runs are in the past",
    httpStatus: null,
    caller: "Cron",
    requestId: requestId(parts.random),
    executionId: requestId(parts.random),
    cachedResult: false,
    identityType: "system",
    usage: null,
    returnBytes: null,
  });
}
