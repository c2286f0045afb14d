// What scheduled functions and cron jobs have in common when they call a function.

import type { RandomBytes } from "../../kernel/database-types.ts";
import type { AnalyzedFunction } from "../../kernel/function-types.ts";
import { notFound } from "../references/validation.ts";

/** Of an action that may or may not have had its effects: it is never run a second time. */
export const TRANSIENT_ACTION_ERROR = "Transient error while executing action";

/** 16 hex digits. */
export function requestId(random: RandomBytes): string {
  return Buffer.from(random(8)).toString("hex");
}

/** Why a function cannot be run in the background, or null. */
export function lookupProblem(target: AnalyzedFunction | null, path: string): string | null {
  if (target === null) return notFound(path, "any").message;
  if (target.udfType === "Query") {
    return `Unsupported function type: ${path} is a query; only mutations and actions can be scheduled.`;
  }
  return null;
}
