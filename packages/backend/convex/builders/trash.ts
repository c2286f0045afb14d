// A trash: rows that people removed are marked and hidden, can be restored, and are removed for good later. Marking a
// row takes the permission to remove it, which may cover other rows than the one to change it.
import type { GenericDataModel, GenericDatabaseWriter } from "convex/server";
import type { GenericId } from "convex/values";
import type { Doc, Id, TableNames } from "../_generated/dataModel";
import type { MutationCtx } from "../lib/context";
import { appError } from "../lib/errors";
import { getOrThrow } from "../lib/rows";
import { permittedRow, whoIs } from "../model/teams/coverage";

/**
 * Moves a row to the trash; one that is there stays as it is.
 * @param ctx the context of the caller's mutation
 * @param table a table whose rows may have a `deletedAt`
 * @param id the row
 * @throws NOT_FOUND for a row that the caller may not read, FORBIDDEN for one that they may not remove
 */
export async function moveToTrash<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  id: Id<Table>,
): Promise<void> {
  const row = await removable(ctx, table, id);
  if (!isInTrash(row))
    await anyWriter(ctx).patch<string>(table, id as RowId, { deletedAt: Date.now() });
}

/**
 * Restores a row from the trash; one that is not there stays as it is.
 * @param ctx the context of the caller's mutation
 * @param table a table whose rows may have a `deletedAt`
 * @param id the row
 * @throws NOT_FOUND for a row that the caller may not read, FORBIDDEN for one that they may not remove
 */
export async function restoreFromTrash<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  id: Id<Table>,
): Promise<void> {
  const row = await removable(ctx, table, id);
  if (isInTrash(row))
    await anyWriter(ctx).patch<string>(table, id as RowId, { deletedAt: undefined });
}

/**
 * Reads a row that is not in the trash.
 * @param ctx a context whose `db` is the caller's
 * @param table the row's table
 * @param id as the client sent it
 * @throws NOT_FOUND when there is none, none that the caller may read, or one in the trash
 */
export async function getLive<Table extends TableNames>(
  ctx: Pick<MutationCtx, "db">,
  table: Table,
  id: Id<Table>,
): Promise<Doc<Table>> {
  const row = await getOrThrow(ctx, table, id);
  if (isInTrash(row)) throw appError("NOT_FOUND", `This row of "${table}" is in the trash.`);
  return row;
}

type RowId = GenericId<string>;

function isInTrash(row: object): boolean {
  return "deletedAt" in row && row.deletedAt !== undefined;
}

/** The row, if the caller may remove it. To the database, marking it is an update, which others may make. */
async function removable<Table extends TableNames>(
  ctx: MutationCtx,
  table: Table,
  id: Id<Table>,
): Promise<object> {
  const who = whoIs(ctx.unscopedDb, ctx.user);
  return (await permittedRow(ctx.unscopedDb, who, [table, "remove"], id)).row;
}

/** Untyped, because every table is treated alike here. */
function anyWriter(ctx: MutationCtx): GenericDatabaseWriter<GenericDataModel> {
  return ctx.unscopedDb as unknown as GenericDatabaseWriter<GenericDataModel>;
}
