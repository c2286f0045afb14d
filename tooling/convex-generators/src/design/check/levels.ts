// What of a design has to be fixed, and what only deserves a look.
import type { Problem } from "@groundwork/plop-engine/plan";
import { isUndesigned } from "../described/compare.ts";

export type Level = "error" | "warning";

export interface Finding extends Problem {
  level: Level;
}

/** What may be as it is meant. */
const warnings: ReadonlySet<string> = new Set([
  "DESIGN_CALLS_LIMIT",
  "DESIGN_ENTITY_UNUSED",
  "DESIGN_PERSON_IDLE",
  "DESIGN_SECRET_UNSAID",
]);

/** Says how grave a problem is. */
export function levelOf(problem: Problem): Level {
  return warnings.has(problem.code) || isUndesigned(problem) ? "warning" : "error";
}
