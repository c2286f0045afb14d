// Queries and mutations on the main thread: worker, commit, another attempt after a conflict.

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { resolveCommitTs } from "../../engine/values/value.ts";
import type { App } from "../../kernel/app.ts";
import type { DocumentWrite, Submission } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type {
  Deployment,
  FunctionCall,
  FunctionError,
  LogLine,
  MutationHooks,
  MutationOutcome,
  QueryOutcome,
} from "../../kernel/function-types.ts";
import { parseFunctionPath } from "../references/path.ts";
import { lookupFunction } from "../references/references.ts";
import { notFound, typeMismatch } from "../references/validation.ts";
import { OUT_OF_MEMORY } from "../threads/worker-memory.ts";
import type { TransactionDone, TransactionRequest } from "../worker/transaction-messages.ts";
import type { PoolReply, TransactionPool } from "./transaction-pool.ts";

/** Scheduled mutations run exactly once: they are tried for as long as it takes. */
const MAX_ATTEMPTS: Partial<Record<FunctionCall["caller"], number>> & { default: number } = {
  default: 5,
  Scheduler: Infinity,
  Cron: Infinity,
};
const WORKER_CRASHED = "The function's worker thread ended unexpectedly; try again.";
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 2_000;

export interface Active {
  deployment: Deployment;
  pool: TransactionPool;
}

export type TransactionParts = Pick<App, "database" | "clock" | "random"> & { timeoutMs: number };

/** One call on its way; `cachedResult`, log entry and result all come from it. */
interface Attempt {
  call: FunctionCall;
  udfType: "Query" | "Mutation";
  active: Active;
}

/** Runs a query. Never throws for what user code does. */
export async function runQuery(
  parts: TransactionParts,
  active: Active,
  call: FunctionCall,
  extra: { journal: string | null; initialWrites?: DocumentWrite[]; inlineSource?: string },
): Promise<QueryOutcome> {
  const attempt: Attempt = { call, udfType: "Query", active };
  const problem =
    extra.inlineSource === undefined ? refusal(active.deployment, call, "Query") : null;
  if (problem !== null) return { ...failure(parts, problem), reads: { ranges: [] }, journal: null };
  const reply = await execute(parts, attempt, extra);
  if (reply.kind !== "done") {
    return { ...failure(parts, errorOf(reply, call, parts)), reads: { ranges: [] }, journal: null };
  }
  const { result, logLines, snapshotTs, reads, journal, usage } = reply;
  return { result, logLines, ts: snapshotTs, reads, journal, usage };
}

/**
 * Runs a mutation and commits it; runs it again when something it read has changed meanwhile.
 * @throws what `hooks.within` throws; BackendError WorkerCrashed for a job whose thread ended
 */
export async function runMutation(
  parts: TransactionParts,
  active: Active,
  call: FunctionCall,
  hooks: MutationHooks,
): Promise<MutationOutcome> {
  const problem = refusal(active.deployment, call, "Mutation");
  if (problem !== null) return failure(parts, problem);
  const attempt: Attempt = { call, udfType: "Mutation", active };
  let backoff = FIRST_BACKOFF_MS;
  for (let count = 1; ; count += 1) {
    const reply = await execute(parts, attempt, {
      journal: null,
      initialWrites: hooks.initialWrites ?? [],
    });
    if (reply.kind !== "done") return failure(parts, errorOf(reply, call, parts));
    const outcome = await commit(parts, reply, hooks);
    if ("conflictingTable" in outcome === false) return outcome;
    if (count === (MAX_ATTEMPTS[call.caller] ?? MAX_ATTEMPTS.default)) {
      const { logLines, usage } = reply;
      return { ...failure(parts, conflict(outcome.conflictingTable)), logLines, usage };
    }
    // Half of the pause is chance, so that two rivals do not meet again.
    await sleep(backoff * (0.5 + Math.random() / 2));
    backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
  }
}

async function commit(
  parts: TransactionParts,
  reply: TransactionDone,
  hooks: MutationHooks,
): Promise<MutationOutcome | { conflictingTable: string }> {
  const { result, logLines, submission, snapshotTs, usage } = reply;
  if (!result.ok || submission === null) return { result, logLines, ts: snapshotTs, usage };
  if (!writesSomething(submission) && hooks.within === undefined) {
    return { result, logLines, ts: snapshotTs, usage };
  }
  const outcome = await parts.database.commit(submission, (tx, ts) => {
    hooks.within?.(tx, { value: resolveCommitTs(result.value, ts), logLines, ts });
  });
  if (!outcome.committed) return { conflictingTable: outcome.conflictingTable };
  const value = resolveCommitTs(result.value, outcome.ts);
  return { result: { ok: true, value }, logLines, ts: outcome.ts, usage };
}

function writesSomething({ writes, newTables }: Submission): boolean {
  return writes.length > 0 || newTables.length > 0;
}

function execute(
  parts: TransactionParts,
  { call, udfType, active }: Attempt,
  extra: Partial<Omit<TransactionRequest, "kind">> & { journal: string | null },
): Promise<PoolReply> {
  return active.pool.run({
    call,
    udfType,
    now: parts.clock.now(),
    seed: Buffer.from(parts.random(32)).toString("base64"),
    initialWrites: [],
    ...extra,
  });
}

/** Why a call cannot be made at all, or null. */
export function refusal(
  deployment: Deployment,
  call: FunctionCall,
  as: "Query" | "Mutation" | "Action",
): FunctionError | null {
  const fn = lookupFunction(deployment, call.component, call.path);
  const isCallable = fn !== null && (call.allowInternal || fn.visibility?.kind === "public");
  if (!isCallable) return notFound(shownPath(call.path), call.allowInternal ? "any" : "public");
  return typeMismatch(fn, shownPath(call.path), as);
}

/** `mod:fn`, or the text as it came when it is not a path. */
export function shownPath(path: string): string {
  try {
    return parseFunctionPath(path).canonical;
  } catch {
    return path;
  }
}

function failure(parts: TransactionParts, error: FunctionError) {
  const logLines: LogLine[] = [];
  return { result: { ok: false as const, error }, logLines, ts: parts.database.latestTs() };
}

function errorOf(
  reply: Exclude<PoolReply, { kind: "done" }>,
  { caller }: FunctionCall,
  { timeoutMs }: TransactionParts,
): FunctionError {
  switch (reply.kind) {
    case "timeout":
      return {
        message: `Function execution timed out (maximum duration: ${timeoutMs / 1000}s)`,
      };
    case "crash":
      if (reply.isOutOfMemory) return { message: OUT_OF_MEMORY };
      // Nothing was committed: a job does not fail but runs again.
      if (caller === "Scheduler" || caller === "Cron") {
        throw new BackendError("WorkerCrashed", WORKER_CRASHED, 500);
      }
      return { message: WORKER_CRASHED };
    case "fault":
      throw new BackendError("InternalServerError", reply.message, 500);
  }
}

function conflict(table: string): FunctionError {
  return {
    message:
      `OptimisticConcurrencyControlFailure: Documents read from or written to the "${table}" table ` +
      "changed while this mutation was being run and on every subsequent retry. " +
      "See https://docs.convex.dev/error#1",
  };
}

/** 16 hex digits, as requests have them. */
export function newRequestId(): string {
  return randomUUID().replaceAll("-", "").slice(0, 16);
}
