// `ctx.runQuery` and `ctx.runMutation` inside a query or mutation: a call in a sub-transaction.

import type { EngineTransaction } from "../../engine/transactions/transaction.ts";
import type { JsonText, JsonValue, TransactionMetrics } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { FunctionResult } from "../../kernel/function-types.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";
import {
  identityAcross,
  resolveAddress,
  type FunctionAddress,
  type FunctionHandles,
} from "../references/references.ts";
import { createFrame, type Frame } from "../syscalls/frame.ts";

const MAX_DEPTH = LIMITS.callDepth.value;

/** What runs a function in its own frame. */
interface FrameRunner {
  readonly handles: FunctionHandles;
  run(frame: Frame, tx: EngineTransaction, args: JsonText): Promise<FunctionResult>;
}

interface NestedCall extends FunctionAddress {
  udfType: "query" | "mutation" | "snapshotQuery";
  args: JsonValue;
  transactionLimits?: Partial<Record<keyof TransactionMetrics, number>>;
}

/**
 * Runs `1.0/runUdf`. A mutation that fails leaves no writes; a snapshot query sees the database as
 * it was before the transaction, and what it reads cannot cause a conflict.
 */
export async function runNested(
  runtime: FrameRunner,
  parent: Frame,
  text: string,
): Promise<FunctionResult> {
  const call = JSON.parse(text) as NestedCall;
  try {
    return await run(runtime, parent, call);
  } catch (error) {
    if (error instanceof BackendError) return { ok: false, error: { message: error.message } };
    throw error;
  }
}

async function run(runtime: FrameRunner, parent: Frame, call: NestedCall): Promise<FunctionResult> {
  if (parent.depth >= MAX_DEPTH) {
    throw overLimit(
      "callDepth",
      `Cross component call depth limit exceeded. Limits are ${MAX_DEPTH} levels of nested calls.`,
    );
  }
  if (call.udfType === "mutation" && parent.udfType === "Query") {
    throw new BackendError("InvalidOperation", "A query cannot call a mutation.");
  }
  const { deployment } = parent.execution;
  const target = resolveAddress(deployment, runtime.handles, parent.component, call);
  const isSnapshot = call.udfType === "snapshotQuery";
  const frame = createFrame({
    execution: parent.execution,
    parent,
    component: target.component,
    path: target.path,
    udfType: call.udfType === "mutation" ? "Mutation" : "Query",
    identity: identityAcross(parent.identity, parent.component, target.component),
    random: parent.random.derive(),
    tx: isSnapshot ? parent.tx.stale() : parent.tx,
  });
  const savepoint = frame.udfType === "Mutation" ? frame.tx.savepoint() : null;
  const unlimit = call.transactionLimits ? frame.tx.limit(call.transactionLimits) : null;
  try {
    const result = await runtime.run(
      frame,
      frame.tx as EngineTransaction,
      JSON.stringify(call.args),
    );
    if (!result.ok && savepoint !== null) frame.tx.rollbackTo(savepoint);
    return result;
  } finally {
    unlimit?.();
  }
}
