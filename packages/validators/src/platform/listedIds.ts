// An id in a list of references: Convex has no index over the items of a list, so each has a row here. Kept by the
// backend itself; nobody reads or writes it by hand.
import { z } from "zod";

export const listedId = z.object({
  /** The id that is in the list. */
  targetId: z.string(),
  /** The table, the field and the id of the row whose list it is. */
  table: z.string(),
  field: z.string(),
  rowId: z.string(),
});
