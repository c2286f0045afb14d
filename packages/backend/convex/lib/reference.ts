// How a table declares where its fields lead. `model/platform/references.ts` collects what the tables declare.
import type { Doc, TableNames } from "../_generated/dataModel";

/**
 * What removing a row does to a row that refers to it: `restrict` refuses the removal, `cascade` removes
 * that row too, `clear` takes the reference out of it.
 */
export type OnRemove = "restrict" | "cascade" | "clear";

/**
 * Where a field leads: to a row, or to a file, which belongs to its row and goes with it. The rows that
 * refer to another are found by the index `by_<field>`, unless one is named.
 */
export type Reference = { to: TableNames; onRemove: OnRemove; index?: string } | { to: "_storage" };

export type References = {
  readonly [Table in TableNames]?: { readonly [Field in keyof Doc<Table>]?: Reference };
};
