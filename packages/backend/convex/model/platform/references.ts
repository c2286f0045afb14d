// Which rows refer to which, and what removing a row does to those that refer to it. Every removal through
// `ctx.db` applies it; a function with an unscoped database calls `removeRow` of `removal.ts`.
import type { Value } from "convex/values";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, MutationCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import type { OnRemove, Reference, References } from "../../lib/reference";
import { auditEventReferences } from "../../tables/auditEvents";
import { fileReferences } from "../../tables/files";
import { noteReferences } from "../../tables/notes";
import { notificationReferences } from "../../tables/notifications";
import { sourceReferences } from "../../tables/sources";
import { taskReferences } from "../../tables/tasks";
import { teamReferences } from "../../tables/teams";
import { threadReferences } from "../../tables/threads";
import { usageReferences } from "../../tables/usage";
import { userReferences } from "../../tables/users";

export type * from "../../lib/reference";

/**
 * Declares references, which are beside their tables in `tables/`. A test checks that every id field of the
 * schema is declared.
 * @param map table → field → where it leads
 * @returns the same map
 */
export function defineReferences<const Map extends References>(map: Map): Map {
  return map;
}

export const references = defineReferences({
  ...auditEventReferences,
  ...fileReferences,
  ...noteReferences,
  ...notificationReferences,
  ...sourceReferences,
  ...taskReferences,
  ...teamReferences,
  ...threadReferences,
  ...usageReferences,
  ...userReferences,
});

type Row = Record<string, Value | undefined>;
type Tables = Record<string, Record<string, Reference | undefined> | undefined>;

/**
 * Removes the files that a row no longer holds.
 * @param ctx a context with an unscoped database
 * @param table the row's table
 * @param before the row as it was
 * @param after the row as it is, or null when it is gone
 */
export async function removeFiles(
  ctx: Pick<MutationCtx, "db" | "storage">,
  table: string,
  before: Row,
  after: Row | null,
): Promise<void> {
  for (const field of fileFields(table)) {
    const kept = filesOf(after?.[field]);
    const gone = filesOf(before[field]).filter((id) => !kept.includes(id));
    for (const id of gone) await removeBlob(ctx, id);
  }
}

/**
 * Records that a row holds the files that are new to it. A file has one holder, so that no row loses a file
 * with another row, and nobody takes over a file by its id.
 * @param ctx a context with an unscoped database
 * @param at the row's table, and its id
 * @param before the row as it was, or null when it is new
 * @param after the row as it is
 * @throws INVALID with the field's name for a file that another row holds
 */
export async function claimFiles(
  ctx: Pick<MutationCtx, "db">,
  at: { table: string; rowId: string },
  before: Row | null,
  after: Row,
): Promise<void> {
  for (const field of fileFields(at.table)) {
    const had = filesOf(before?.[field]);
    const added = new Set(filesOf(after[field]).filter((id) => !had.includes(id)));
    for (const storageId of added) {
      if ((await holderOf(ctx, storageId)) === null) {
        await ctx.db.insert("blobs", { storageId, ...at });
        await forgetUpload(ctx, storageId);
        continue;
      }
      const message = "There is no such file, or it is in use already.";
      throw appError("INVALID", `${field}: ${message}`, { issues: [{ path: field, message }] });
    }
  }
}

/** An upload ends once a row holds its bytes, which count with that row from then on. */
async function forgetUpload(
  ctx: Pick<MutationCtx, "db">,
  storageId: Id<"_storage">,
): Promise<void> {
  const upload = await ctx.db
    .query("uploads")
    .withIndex("by_storageId", (q) => q.eq("storageId", storageId))
    .first();
  if (upload !== null) await ctx.db.delete("uploads", upload._id);
}

/**
 * Finds the row that holds a file.
 * @param ctx a context with an unscoped database
 * @param storageId the file
 * @returns the holder that `claimFiles` recorded, or null
 */
export async function holderOf(
  ctx: { db: DatabaseReader },
  storageId: Id<"_storage">,
): Promise<Doc<"blobs"> | null> {
  return await ctx.db
    .query("blobs")
    .withIndex("by_storageId", (q) => q.eq("storageId", storageId))
    .first();
}

/** Removes a file, and the record of its holder. */
export async function removeBlob(
  ctx: Pick<MutationCtx, "db" | "storage">,
  storageId: Id<"_storage">,
): Promise<void> {
  const holder = await holderOf(ctx, storageId);
  if (holder !== null) await ctx.db.delete("blobs", holder._id);
  // Another row that named it may have been removed with it.
  if ((await ctx.db.system.get("_storage", storageId)) !== null)
    await ctx.storage.delete(storageId);
}

/** The fields of a table that hold files: one each, or a list. */
export function fileFields(table: string): string[] {
  return Object.entries((references as Tables)[table] ?? {})
    .filter(([, reference]) => reference?.to === "_storage")
    .map(([field]) => field);
}

/** The files in a field: one, a list of them, or none. */
export function filesOf(value: Value | undefined): Id<"_storage">[] {
  const ids = Array.isArray(value) ? value : [value];
  return ids.filter((id): id is Id<"_storage"> => typeof id === "string");
}

/** A field that refers to another table, and what removing the row there does to the row here. */
export type Referring = { table: string; field: string; onRemove: OnRemove; index?: string };

/**
 * Finds the fields that refer to a row of a table. Lists of rows are those of `listsThatLeadTo`.
 * @param target the table
 * @param map the references to apply; default: the app's own
 * @returns one entry for each
 */
export function fieldsThatLeadTo(
  target: string,
  map: References = references,
): (Referring & { index: string })[] {
  return Object.entries(map as Tables).flatMap(([table, fields = {}]) =>
    Object.entries(fields).flatMap(([field, reference]) => {
      if (reference === undefined || reference.to === "_storage" || reference.to !== target)
        return [];
      if (reference.isList) return [];
      const { onRemove, index = `by_${field}` } = reference;
      return [{ table, field, onRemove, index }];
    }),
  );
}

/** Every reference has an index that starts with its field; a test of the schema ensures it. */
export function referringRows(
  ctx: { db: DatabaseReader },
  { table, field, index = `by_${field}` }: Omit<Referring, "onRemove">,
  target: string,
) {
  return (ctx.db as unknown as GenericDatabaseReader<GenericDataModel>)
    .query(table)
    .withIndex(index, (q) => q.eq(field, target));
}
