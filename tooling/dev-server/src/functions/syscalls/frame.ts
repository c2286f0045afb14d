// One running function of a transaction: nested calls are frames on a stack.

import type { ComponentId, QueryStream, Transaction } from "../../kernel/database-types.ts";
import type { Deployment, FunctionCall, Identity } from "../../kernel/function-types.ts";
import type { Failure } from "../realm/host.ts";
import type { FunctionHandles } from "../references/references.ts";
import type { LogLines } from "./log-lines.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** What all frames of one top-level call share. */
export interface Execution {
  readonly deployment: Deployment;
  readonly handles: FunctionHandles;
  readonly call: FunctionCall;
  readonly logs: LogLines;
  /** ms, frozen */
  readonly now: number;
  readonly dataDirectory: string;
  readonly instanceSecret: Uint8Array;
  /** Where a paginated query of the top-level function ended last time, then this time. */
  journal: string | null;
  nextJournal: string | null;
}

export interface QueuedCall {
  op: string;
  args: string;
  resolve: (json: string) => void;
  reject: (failure: Failure) => void;
}

export interface Frame {
  readonly execution: Execution;
  readonly parent: Frame | null;
  readonly depth: number;
  readonly component: ComponentId;
  /** `dir/mod:fn` */
  readonly path: string;
  readonly udfType: "Query" | "Mutation";
  readonly identity: Identity;
  readonly random: SeededRandom;
  readonly tx: Transaction;
  readonly streams: Map<number, { stream: QueryStream; table: string }>;
  /** Calls that wait for microtasks to end, in the order they were made. */
  readonly queue: QueuedCall[];
  hasPaginated: boolean;
  /** Host operations whose end user code may be waiting for. */
  inFlight: number;
  /** Wakes the event loop when one of them ends. */
  wake: (() => void) | null;
  /** Nothing that happens after the end reaches user code or the database. */
  isDone: boolean;
  unhandled: { reason: unknown } | null;
}

/** A frame that has done nothing yet. */
export function createFrame(
  of: Pick<
    Frame,
    "execution" | "parent" | "component" | "path" | "udfType" | "identity" | "random" | "tx"
  >,
): Frame {
  return {
    ...of,
    depth: of.parent === null ? 0 : of.parent.depth + 1,
    streams: new Map(),
    queue: [],
    hasPaginated: false,
    inFlight: 0,
    wake: null,
    isDone: false,
    unhandled: null,
  };
}

/** Ends a frame: open queries are closed. */
export function closeFrame(frame: Frame): void {
  frame.isDone = true;
  for (const { stream } of frame.streams.values()) stream.close();
  frame.streams.clear();
}
