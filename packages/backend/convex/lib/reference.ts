// How a table declares the targets of its fields. `model/platform/references.ts` collects what the tables declare.
import type { Doc, TableNames } from "../_generated/dataModel";

/**
 * What removing a row does to a row that refers to it: `restrict` refuses the removal, `cascade` removes
 * that row too, `clear` takes the reference out of it.
 */
export type OnRemove = "restrict" | "cascade" | "clear";

/**
 * The target of a field: a row, or a file, which is removed with its row. The rows that refer to another are
 * found by the index; default: `by_<field>`. A list of rows has none: `listedIds` has a row for each of its ids, and
 * the removal of one takes its id out of the lists, or is refused.
 */
export type Reference =
  | { to: TableNames; onRemove: OnRemove; index?: string; isList?: never }
  | { to: TableNames; onRemove: Exclude<OnRemove, "cascade">; isList: true; index?: never }
  | { to: "_storage" };

export type References = {
  readonly [Table in TableNames]?: { readonly [Field in keyof Doc<Table>]?: Reference };
};
