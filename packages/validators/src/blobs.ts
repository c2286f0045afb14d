// Which row holds which stored file. Kept by the backend itself; nobody reads or writes it by hand.
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";

export const blob = z.object({
  storageId: zid("_storage"),
  /** The table and the id of the row that holds it. */
  table: z.string(),
  rowId: z.string(),
});
export type StoredBlob = z.infer<typeof blob>;
