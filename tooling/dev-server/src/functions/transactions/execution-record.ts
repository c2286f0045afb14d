// Executions as `convex logs` and `convex dev` show them.

import type {
  ExecutionRecord,
  FunctionCall,
  Identity,
  LogLine,
  Usage,
} from "../../kernel/function-types.ts";
import { shownPath } from "./transactions.ts";

interface Happened {
  kind: ExecutionRecord["kind"];
  executionId: string;
  logLines: LogLine[];
  seconds?: number;
  error?: string | null;
  httpStatus?: string | null;
  /** Path of the component from the root; null for the app. */
  componentPath: string | null;
  usage?: Usage | undefined;
  returnBytes?: number | null;
}

/** The record of a call, or of lines it printed while it runs. */
export function executionRecord(
  call: FunctionCall,
  udfType: ExecutionRecord["udfType"],
  happened: Happened,
): ExecutionRecord {
  return {
    kind: happened.kind,
    udfType,
    componentPath: happened.componentPath,
    identifier: udfType === "HttpAction" ? call.path : shownPath(call.path),
    logLines: happened.logLines,
    executionTime: happened.seconds ?? 0,
    error: happened.error ?? null,
    httpStatus: happened.httpStatus ?? null,
    caller: call.caller,
    requestId: call.requestId,
    executionId: happened.executionId,
    cachedResult: false,
    identityType: identityType(call.identity),
    usage: happened.usage ?? null,
    returnBytes: happened.returnBytes ?? null,
  };
}

function identityType(identity: Identity): string {
  if (identity.kind === "admin") return "instance_admin";
  return identity.kind === "user" ? "user" : "unknown";
}
