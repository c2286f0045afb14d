import type { Problem } from "./plan.ts";

/** One thing that `doctor` looked at. */
export interface Finding {
  /** What was looked at: `tables in packages/backend/convex/schema.ts`. */
  what: string;
  /** What is wrong with it; empty when all is well. */
  problems: Problem[];
  /** What is worth knowing, and not wrong. */
  notes: string[];
}
