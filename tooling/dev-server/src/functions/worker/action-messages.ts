// What the main thread and a worker that runs actions say to each other.

import type { MessagePort } from "node:worker_threads";
import type {
  Deployment,
  FunctionCall,
  FunctionResult,
  LogLine,
} from "../../kernel/function-types.ts";
import type { Failure } from "../realm/host.ts";

export interface ActionWorkerData {
  deployment: Deployment;
}

export interface HttpRequestHead {
  url: string;
  method: string;
  headers: [string, string][];
  /** The other end sends the body; null: there is none. */
  body: MessagePort | null;
}

export type ToActionWorker =
  | { kind: "action"; id: number; call: FunctionCall }
  | { kind: "http"; id: number; call: FunctionCall; request: HttpRequestHead }
  | { kind: "answer"; callId: number; answer: HostAnswer }
  | { kind: "abort"; id: number }
  | { kind: "ping" };

/** Bytes go beside the JSON, so that files are not turned into text. */
export type HostAnswer =
  { ok: true; value: string; bytes?: Uint8Array } | { ok: false; failure: Failure };

export type FromActionWorker =
  | { kind: "ready" }
  | { kind: "pong" }
  | { kind: "call"; id: number; callId: number; op: string; args: string; bytes?: Uint8Array }
  | { kind: "log"; id: number; lines: LogLine[] }
  | {
      kind: "response";
      id: number;
      status: number;
      headers: [string, string][];
      body: MessagePort | null;
      /** `GET /path` as declared, or null when nothing was routed. */
      route: string | null;
    }
  | { kind: "done"; id: number; result: FunctionResult; logLines: LogLine[] };
