// What applying a design changes, for a person to read before it is done.
import type { DesignPath } from "../file/design-file.ts";

/**
 * What a change asks of a deployment: nothing · a migration of rows · a look at what clients and rows rely on.
 */
export type Mark = "safe" | "migration" | "breaking";

export interface Change {
  /** What changes: `entity ticket`, `ticket.status`. */
  what: string;
  mark: Mark;
  /** What of the design says so; of something that is no longer in it, what it was part of. */
  at: DesignPath;
  /** What becomes of it, as words that follow a colon. */
  detail: string;
}
