// Lists of references: an array cannot be indexed by its items, so each id in one has a row in `listedIds`. It is
// written with the list, in the same transaction, and finds the lists that a removed row has to leave.
import type { Value } from "convex/values";
import type { MutationCtx } from "../../_generated/server";
import type { Change } from "../../lib/changes";
import { type OnRemove, type Reference, type References, references } from "./references";

type Row = Record<string, Value | undefined>;
type Tables = Record<string, Record<string, Reference | undefined> | undefined>;

/** A list of references, and what removing a row in it does. */
export type Listing = { table: string; field: string; onRemove: OnRemove };

/** The fields of a table that hold lists of references. */
export function listFields(table: string, map: References = references): string[] {
  return Object.entries((map as Tables)[table] ?? {})
    .filter(([, reference]) => reference !== undefined && "isList" in reference)
    .map(([field]) => field);
}

/**
 * Finds the lists that may have a row of a table.
 * @param target the table
 * @param map the references to apply; default: the app's own
 * @returns one entry for each field
 */
export function listsThatLeadTo(target: string, map: References = references): Listing[] {
  return Object.entries(map as Tables).flatMap(([table, fields = {}]) =>
    Object.entries(fields).flatMap(([field, reference]) =>
      reference !== undefined && "isList" in reference && reference.to === target
        ? [{ table, field, onRemove: reference.onRemove }]
        : [],
    ),
  );
}

/** The ids in a field: one, a list of them, or none. */
export function idsIn(value: Value | undefined): string[] {
  const ids = Array.isArray(value) ? value : [value];
  return ids.filter((id): id is string => typeof id === "string");
}

/** Finds the rows whose list has an id. */
export function listings(
  ctx: Pick<MutationCtx, "db">,
  { table, field }: Omit<Listing, "onRemove">,
  targetId: string,
) {
  return ctx.db
    .query("listedIds")
    .withIndex("by_targetId_and_table_and_field_and_rowId", (q) =>
      q.eq("targetId", targetId).eq("table", table).eq("field", field),
    );
}

/**
 * Records which ids a written row has in its lists.
 * @param ctx a context with an unscoped database
 * @param change the row before and after the write; null where there was none, or is none any more
 * @param map the references to follow; default: the app's own
 */
export async function followLists(
  ctx: Pick<MutationCtx, "db">,
  { table, id, before, after }: Change,
  map: References = references,
): Promise<void> {
  for (const field of listFields(table, map)) {
    const [had, has] = [idsIn((before as Row)?.[field]), idsIn((after as Row)?.[field])];
    for (const targetId of new Set(has.filter((each) => !had.includes(each)))) {
      await ctx.db.insert("listedIds", { targetId, table, field, rowId: id });
    }
    for (const targetId of had.filter((each) => !has.includes(each))) {
      const found = await ctx.db
        .query("listedIds")
        .withIndex("by_targetId_and_table_and_field_and_rowId", (q) =>
          q.eq("targetId", targetId).eq("table", table).eq("field", field).eq("rowId", id),
        )
        .first();
      if (found !== null) await ctx.db.delete("listedIds", found._id);
    }
  }
}
