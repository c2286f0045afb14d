// The last number that was given to a row, of a team or of a table. Kept by the backend itself.
import { z } from "zod";
import { zid } from "../convex.ts";

export const counter = z.object({
  /** Absent where the whole table counts as one. */
  teamId: zid("teams").optional(),
  table: z.string(),
  field: z.string(),
  last: z.number().int(),
});
export type StoredCounter = z.infer<typeof counter>;
