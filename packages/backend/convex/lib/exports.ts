// How a feature adds what a component stores for a row to the export of the person whose row it is.
import type { ActionCtx } from "../_generated/server";

/**
 * Adds what belongs to a row.
 * @param ctx the context of an action whose caller may read the row
 * @param id the row
 * @param add takes the name of a list, and one entry of it as JSON
 */
export type ExportContents = (
  ctx: ActionCtx,
  id: string,
  add: (table: string, json: string) => void,
) => Promise<void>;
