import type { Problem } from "./plan.ts";

/** One thing that `doctor` inspected. */
export interface Finding {
  /** What was inspected: `tables in packages/backend/convex/schema.ts`. */
  what: string;
  /** What is wrong with it; empty when nothing is. */
  problems: Problem[];
  /** Remarks that are not problems. */
  notes: string[];
}
