// Reading a row that a client named.
import type { AnyDataModel, GenericDatabaseReader } from "convex/server";
import type { GenericId } from "convex/values";
import type { Doc, Id, TableNames } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import { appError } from "./errors";

/**
 * Reads one row that must exist.
 * @param ctx a context whose `db` is the caller's
 * @param table the row's table
 * @param id as the client sent it
 * @returns the row
 * @throws NOT_FOUND when there is none, or none that the caller may read
 */
export async function getOrThrow<Table extends TableNames>(
  ctx: { db: DatabaseReader },
  table: Table,
  id: Id<Table>,
): Promise<Doc<Table>> {
  const row = await (ctx.db as unknown as GenericDatabaseReader<AnyDataModel>).get<string>(
    table,
    id as GenericId<string>,
  );
  if (row === null) throw noSuchRow(table);
  return row as Doc<Table>;
}

/**
 * Makes the error for a row that is missing or outside the caller's scope: callers cannot tell which.
 * @param table the table that was asked
 * @returns NOT_FOUND, to be thrown
 */
export function noSuchRow(table: string) {
  return appError(
    "NOT_FOUND",
    `There is no such row in "${table}", or you do not have access to it.`,
  );
}
