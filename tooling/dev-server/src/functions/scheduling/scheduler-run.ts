// Runs one scheduled function: a mutation exactly once, an action at most once.

import type { App } from "../../kernel/app.ts";
import type {
  ComponentId,
  DocumentWrite,
  JsonText,
  Transaction,
} from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { FunctionCall } from "../../kernel/function-types.ts";
import {
  finishJob,
  readJob,
  SCHEDULED_FUNCTIONS,
  systemTables,
  type Job,
  type JobState,
} from "./scheduled-job.ts";
import type { SetTimer } from "./scheduler-alarm.ts";
import { lookupProblem, requestId, TRANSIENT_ACTION_ERROR } from "./scheduler-calls.ts";

const CONFLICT_BACKOFF = { first: 100, last: 60_000 };
const FAULT_BACKOFF = { first: 500, last: 2 * 3600 * 1000 };

export type SchedulerParts = Pick<App, "database" | "runner" | "clock" | "random"> & {
  setTimer?: SetTimer | undefined;
};

/** The row has changed since the run began: the job was cancelled. */
class JobGone extends Error {}

/**
 * Runs a job that is due and records how it ended, or when it is to be tried again.
 * @param component whose namespace the row is in
 * @param isStopped once true, nothing is written any more
 */
export async function runJob(
  parts: SchedulerParts,
  component: ComponentId,
  job: Job,
  isStopped: () => boolean,
): Promise<void> {
  const { runner } = parts;
  const target = runner.lookup(job.component, job.udfPath);
  const problem = lookupProblem(target, job.udfPath);
  const fail = (error: string) =>
    isStopped() || settle(parts, component, job, ["pending"], { kind: "failed", error });
  if (problem !== null) return void fail(problem);
  const call = callOf(parts, component, job);
  if (target?.udfType === "Action") return runAction(parts, component, job, call, isStopped);
  try {
    const outcome = await runner.mutation(call, exactlyOnce(parts, component, job));
    if (!outcome.result.ok) fail(outcome.result.error.message);
  } catch (error) {
    if (error instanceof JobGone || isStopped()) return;
    postpone(parts, component, job, error);
  }
}

function callOf(parts: SchedulerParts, component: ComponentId, job: Job): FunctionCall {
  return {
    component: job.component,
    path: job.udfPath,
    args: JSON.stringify(job.args[0] ?? {}),
    identity: { kind: "none" },
    allowInternal: true,
    caller: "Scheduler",
    requestId: requestId(parts.random),
    scheduledFunctionId: job._id,
    scheduledFunctionComponent: component,
  };
}

/** The mutation sees its job in progress, and commits only together with the job's success. */
function exactlyOnce({ database, clock }: SchedulerParts, component: ComponentId, job: Job) {
  const ns = systemTables(component);
  const before: JsonText | null = database.read((tx) =>
    tx.get(ns, job._id, SCHEDULED_FUNCTIONS),
  ).value;
  if (before === null || (JSON.parse(before) as Job).state.kind !== "pending") throw new JobGone();
  const after = JSON.stringify({ ...(JSON.parse(before) as Job), state: { kind: "inProgress" } });
  const write: DocumentWrite = {
    component,
    table: SCHEDULED_FUNCTIONS,
    id: job._id,
    before,
    after,
  };
  return {
    initialWrites: [write],
    within: (tx: Transaction) => {
      if (readJob(tx.stale(), ns, job._id)?.state.kind !== "pending") throw new JobGone();
      finishJob(tx, ns, job._id, { kind: "success" }, clock.now());
    },
  };
}

async function runAction(
  parts: SchedulerParts,
  component: ComponentId,
  job: Job,
  call: FunctionCall,
  isStopped: () => boolean,
): Promise<void> {
  if (!claim(parts, component, job)) return;
  let state: JobState;
  try {
    const { result } = await parts.runner.action(call);
    state = result.ok ? { kind: "success" } : { kind: "failed", error: result.error.message };
  } catch {
    state = { kind: "failed", error: TRANSIENT_ACTION_ERROR };
  }
  if (!isStopped()) settle(parts, component, job, ["inProgress"], state);
}

function claim({ database }: SchedulerParts, component: ComponentId, job: Job): boolean {
  const ns = systemTables(component);
  return database.transact((tx) => {
    if (readJob(tx, ns, job._id)?.state.kind !== "pending") return false;
    tx.patch(ns, job._id, { state: { kind: "inProgress" } }, SCHEDULED_FUNCTIONS);
    return true;
  }).value;
}

/** Ends a job that is still in one of the expected states; one that was cancelled stays so. */
function settle(
  { database, clock }: SchedulerParts,
  component: ComponentId,
  job: Job,
  expected: JobState["kind"][],
  state: JobState,
): void {
  const ns = systemTables(component);
  database.transact((tx) => {
    const current = readJob(tx, ns, job._id)?.state.kind;
    if (current === undefined || !expected.includes(current)) return;
    finishJob(tx, ns, job._id, state, clock.now());
  });
}

/** Not the function's fault: it runs again, later and later. */
function postpone(
  { database, clock }: SchedulerParts,
  component: ComponentId,
  job: Job,
  error: unknown,
): void {
  const isConflict =
    error instanceof BackendError && error.code === "OptimisticConcurrencyControlFailure";
  if (!isConflict) console.error(`Scheduled function ${job.name} will be run again:`, error);
  const { first, last } = isConflict ? CONFLICT_BACKOFF : FAULT_BACKOFF;
  const ns = systemTables(component);
  database.transact((tx) => {
    const current = readJob(tx, ns, job._id);
    if (current?.state.kind !== "pending") return;
    const attempts = (current.attempts ?? 0) + 1;
    const nextTs = clock.now() + Math.min(first * 2 ** (attempts - 1), last);
    tx.patch(ns, job._id, { attempts, nextTs }, SCHEDULED_FUNCTIONS);
  });
}
