// A removal under way: a row is gone, or a person on their way out, and what refers to it still has to go.
import { z } from "zod";
import { withSystemFields } from "../convex.ts";
import { timestamp } from "../fields.ts";

export const removal = z.object({
  /** The table of what is removed. */
  table: z.string().max(64),
  /** Its id, as text: the row itself may be gone. */
  rowId: z.string().max(64),
  /** Rows that were removed or cleared so far. */
  done: z.number().int().min(0),
  /** When a transaction last went on with it. One that stands still is taken up again by a cron. */
  movedAt: timestamp,
  /** Whether rows of others hold what is left. */
  isHeld: z.boolean(),
});
export type Removal = z.infer<typeof removal>;

export const publicRemoval = z.object(withSystemFields("removals", removal.shape));
export type PublicRemoval = z.infer<typeof publicRemoval>;
