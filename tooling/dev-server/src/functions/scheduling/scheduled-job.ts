// Rows of `_scheduled_functions`: how they come to be and how they are cancelled. Used where user
// code runs (worker threads) as well as by the scheduler.

import type {
  ComponentId,
  JsonValue,
  Namespace,
  Transaction,
} from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { AnalyzedModule, FunctionCall } from "../../kernel/function-types.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";

export const SCHEDULED_FUNCTIONS = "_scheduled_functions";
const MAX_DELAY_MS = LIMITS.scheduleDelayMs.value;
const MAX_ARGS_BYTES = LIMITS.scheduledArgsBytes.value;

export type JobState =
  | { kind: "pending" }
  | { kind: "inProgress" }
  | { kind: "success" }
  | { kind: "failed"; error: string }
  | { kind: "canceled" };

/** A row as stored. Users see `name`, `args`, `scheduledTime`, `completedTime` and `state`. */
export interface Job {
  _id: string;
  _creationTime: number;
  /** `messages.js:destruct` */
  name: string;
  args: JsonValue[];
  /** ms, as asked for */
  scheduledTime: number;
  state: JobState;
  /** ms */
  completedTime?: number;
  /** ms; while pending or in progress: when it is to start. */
  nextTs?: number;
  /** Component of the target function. */
  component: ComponentId;
  /** `messages:destruct` */
  udfPath: string;
  /** Starts that ended in a conflict or an error of the backend. */
  attempts?: number;
  parentId?: string;
}

/** A job that runs while another is scheduled: its id and the namespace its row lives in. */
export interface ParentJob {
  component: ComponentId;
  id: string;
}

/** The job a call runs as, or on behalf of; null when it was not scheduled. */
export function parentJob(call: FunctionCall): ParentJob | null {
  if (call.scheduledFunctionId === undefined) return null;
  return {
    component: call.scheduledFunctionComponent ?? call.component,
    id: call.scheduledFunctionId,
  };
}

export interface NewJob {
  /** Component the target function is in. */
  component: ComponentId;
  /** `messages:destruct`: no `.js`, always with an export name. */
  udfPath: string;
  /** `DeployedComponent.analysis` of that component. */
  analysis: Record<string, AnalyzedModule>;
  /** The arguments object. */
  args: JsonValue;
  /** ms since 1970 */
  scheduledTime: number;
  /** ms since 1970; frozen time of the caller where it has one. */
  now: number;
  parentId?: string | undefined;
  /** True when the parent was cancelled: the job is then born cancelled. */
  canceled?: boolean | undefined;
}

/**
 * The row for a new job, without `_id` and `_creationTime`.
 * @throws BackendError InvalidScheduledFunction, InvalidScheduledFunctionDelay,
 *   ScheduledFunctionsArgumentsTooLarge
 */
export function newJob(job: NewJob): JsonValue {
  const colon = job.udfPath.lastIndexOf(":");
  const modulePath = `${job.udfPath.slice(0, colon)}.js`;
  const functionName = job.udfPath.slice(colon + 1);
  checkTarget(job.analysis, modulePath, functionName);
  const delay = Math.abs(job.scheduledTime - job.now);
  if (!(delay <= MAX_DELAY_MS)) {
    throw overLimit(
      "scheduleDelayMs",
      `Functions can only be scheduled within 5 years of now, got ${String(job.scheduledTime)} (ms since 1970).`,
    );
  }
  const argsBytes = Buffer.byteLength(JSON.stringify(job.args));
  if (argsBytes > MAX_ARGS_BYTES) {
    throw overLimit(
      "scheduledArgsBytes",
      `Arguments of the scheduled function ${job.udfPath} are too large (actual: ${argsBytes} bytes, limit: 4 MiB).`,
    );
  }
  const timing: Record<string, JsonValue> = job.canceled
    ? { state: { kind: "canceled" }, completedTime: job.now }
    : { state: { kind: "pending" }, nextTs: Math.max(job.scheduledTime, job.now) };
  return {
    name: `${modulePath}:${functionName}`,
    args: [job.args],
    scheduledTime: job.scheduledTime,
    component: job.component,
    udfPath: job.udfPath,
    ...timing,
    ...(job.parentId === undefined ? {} : { parentId: job.parentId }),
  };
}

function checkTarget(
  analysis: Record<string, AnalyzedModule>,
  modulePath: string,
  functionName: string,
): void {
  const module = Object.hasOwn(analysis, modulePath) ? analysis[modulePath] : undefined;
  if (module === undefined) {
    throw new BackendError(
      "InvalidScheduledFunction",
      `Attempted to schedule function at nonexistent path: ${modulePath}`,
    );
  }
  if (!module.functions.some((candidate) => candidate.name === functionName)) {
    throw new BackendError(
      "InvalidScheduledFunction",
      `Attempted to schedule function, but no exported function ${functionName} found in the file: ` +
        `${modulePath}. Did you forget to export it?`,
    );
  }
}

/**
 * Inserts a job into the scheduling component's namespace. A job whose parent was cancelled while
 * it ran is inserted as cancelled.
 * @returns the job's id
 * @throws what `newJob` throws
 */
export function insertJob(
  tx: Transaction,
  scheduler: ComponentId,
  job: Omit<NewJob, "parentId" | "canceled">,
  parent: ParentJob | null,
): string {
  const row = newJob({
    ...job,
    parentId: parent?.id,
    canceled:
      parent !== null &&
      readJob(tx, systemTables(parent.component), parent.id)?.state.kind === "canceled",
  });
  return tx.insert(systemTables(scheduler), SCHEDULED_FUNCTIONS, row);
}

/**
 * Cancels a job that has not finished; a running action is not interrupted. Finished and unknown
 * jobs are left alone.
 * @param options.self id of the job the caller itself runs as, which it cannot cancel: "self"
 * @throws BackendError InvalidArgument when `id` is not the id of a job
 */
export function cancelJob(
  tx: Transaction,
  ns: Namespace,
  id: string,
  options: { now: number; self?: string | undefined },
): "canceled" | "finished" | "self" {
  const system = systemTables(ns.component);
  if (tx.normalizeId(system, SCHEDULED_FUNCTIONS, id) === null) {
    throw new BackendError(
      "InvalidArgument",
      `Invalid argument \`id\` for \`scheduler.cancel\`: expected to be an Id<"_scheduled_functions">, got "${id}".`,
    );
  }
  if (id === options.self) return "self";
  const job = readJob(tx, system, id);
  if (job === null || (job.state.kind !== "pending" && job.state.kind !== "inProgress")) {
    return "finished";
  }
  finishJob(tx, system, id, { kind: "canceled" }, options.now);
  return "canceled";
}

/** Puts a job into a final state. @param now ms */
export function finishJob(
  tx: Transaction,
  ns: Namespace,
  id: string,
  state: JobState,
  now: number,
): void {
  tx.patch(
    ns,
    id,
    { state: { ...state }, completedTime: now, nextTs: { $undefined: null } },
    SCHEDULED_FUNCTIONS,
  );
}

/** The row of a job, or null. */
export function readJob(tx: Transaction, ns: Namespace, id: string): Job | null {
  const json = tx.get(ns, id, SCHEDULED_FUNCTIONS);
  return json === null ? null : (JSON.parse(json) as Job);
}

/** The namespace in which a component's system tables can be written. */
export function systemTables(component: ComponentId): Namespace {
  return { component, system: true };
}
