// What the main thread and a transaction worker say to each other.

import type { CommitTs, DocumentWrite, ReadSet, Submission } from "../../kernel/database-types.ts";
import type {
  Deployment,
  FunctionCall,
  FunctionResult,
  LogLine,
  Usage,
} from "../../kernel/function-types.ts";

export interface TransactionWorkerData {
  /** Of the database. */
  directory: string;
  dataDirectory: string;
  instanceSecret: Uint8Array;
}

/** What a runtime is made of. */
export interface RuntimeData extends TransactionWorkerData {
  deployment: Deployment;
  realmScript: string;
}

/** The first message to a worker; it answers that it is ready. */
export interface DeployRequest {
  kind: "deploy";
  deployment: Deployment;
}

export interface TransactionRequest {
  kind: "call";
  call: FunctionCall;
  udfType: "Query" | "Mutation";
  /** ms; frozen for the whole call. */
  now: number;
  seed: string;
  /** Made before the function runs. */
  initialWrites: DocumentWrite[];
  journal: string | null;
  /** Source of a module that is not deployed: its default export is what runs. */
  inlineSource?: string;
}

export interface TransactionDone {
  kind: "done";
  result: FunctionResult;
  logLines: LogLine[];
  snapshotTs: CommitTs;
  reads: ReadSet;
  usage: Usage;
  /** Of a mutation that succeeded. */
  submission: Submission | null;
  journal: string | null;
}

/** What a worker says of itself: that it can take a deployment, then that it can take calls. */
export type TransactionSign = { kind: "loaded" } | { kind: "ready" };

export type TransactionReply =
  | TransactionDone
  /** An error of the backend. */
  | { kind: "fault"; message: string };
