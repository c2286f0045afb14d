// Rows whose texts are knowledge of their team: each has a source, which follows every write to the row. Everybody in the team
// may read both.
import { sourceLimits } from "@repo/validators/knowledge/sources";
import { toSingleLine } from "@repo/validators/fields";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, MutationCtx } from "../../_generated/server";
import type { Change, Row } from "../../lib/changes";
import { prepare, removeSource } from "./sources";

/** What of a row is indexed. */
export interface IndexedTable {
  /** The field of the team that a row belongs to. */
  team: string;
  /** The text field that names a row. */
  title: string;
  /** The text fields that are searched and quoted. */
  texts: readonly string[];
}

/** The tables whose rows are knowledge. */
export const indexedTables = {} satisfies IndexedTables;

type IndexedTables = { readonly [table: string]: IndexedTable };

interface Indexed {
  teamId: Id<"teams">;
  title: string;
  text: string;
}

/** Has the source of a row follow a write to it, in the same transaction. */
export async function followRow(ctx: MutationCtx, change: Change): Promise<void> {
  const { table, id, before, after } = change;
  const [old, now] = [before, after].map((row) => indexedOf(table, row));
  if (JSON.stringify(old) !== JSON.stringify(now))
    await bringInLine(ctx, { table, id }, now ?? null);
}

/**
 * Adds the source of a row that was there before its table became knowledge. A row that has one stays as it is.
 * @param ctx the context of a migration
 */
export async function indexRow(ctx: MutationCtx, table: string, row: Row & { _id: string }) {
  const { _id: id } = row;
  if ((await sourceOf(ctx.db, id)) !== null) return;
  await bringInLine(ctx, { table, id }, indexedOf(table, row));
}

async function bringInLine(
  ctx: MutationCtx,
  row: Pick<Change, "table" | "id">,
  now: Indexed | null,
): Promise<void> {
  let source = await sourceOf(ctx.db, row.id);
  if (source !== null && source.teamId !== now?.teamId) {
    await removeSource(ctx, source);
    source = null;
  }
  if (now === null) return;
  const { teamId, title, text } = now;
  if (source !== null) await ctx.db.patch("sources", source._id, { title });
  const id =
    source?._id ??
    (await ctx.db.insert("sources", {
      ...{ teamId, title, rowId: row.id, rowTable: row.table, kind: "note" },
      ...{ status: "pending", attempts: 0, chunkCount: 0 },
    }));
  await prepare(ctx, id, { kind: "note", text });
}

/** What is indexed of a row; null for one in the trash, or without a text. */
function indexedOf(table: string, row: Row | null): Indexed | null {
  const indexed = (indexedTables as IndexedTables)[table];
  if (indexed === undefined || row === null || row["deletedAt"] !== undefined) return null;
  const textOf = (field: string) => (typeof row[field] === "string" ? row[field].trim() : "");
  const text = indexed.texts.map(textOf).filter(Boolean).join("\n\n");
  if (text === "") return null;
  const title = toSingleLine(textOf(indexed.title)).slice(0, sourceLimits.title.max).trim();
  return { teamId: row[indexed.team] as Id<"teams">, title: title || table, text };
}

/** The source of a row, whatever its table: ids are unique. */
export async function sourceOf(db: DatabaseReader, rowId: string): Promise<Doc<"sources"> | null> {
  return await db
    .query("sources")
    .withIndex("by_rowId", (q) => q.eq("rowId", rowId))
    .unique();
}
