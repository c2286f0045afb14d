// Which row holds which stored file. Kept by the backend itself; nobody reads or writes it by hand.
import { z } from "zod";
import { zid } from "../convex.ts";

export const blob = z.object({
  storageId: zid("_storage"),
  /** The table and the id of the row that holds it. */
  table: z.string(),
  rowId: z.string(),
});
export type StoredBlob = z.infer<typeof blob>;
