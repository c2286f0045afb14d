// Reading a row that a client named.
import type { AnyDataModel, GenericDataModel, GenericDatabaseReader } from "convex/server";
import type { GenericId, Value } from "convex/values";
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
 * Finds the one row with a value that no two rows have.
 * @param ctx the context of the caller's query or mutation
 * @param table the row's table, which has an index of the fields: `by_slug`, or `by_teamId_and_slug` within a team
 * @param values the fields of the index with their values, in its order
 * @returns the row; null when there is none, or none that the caller may read
 */
export async function findBy<Table extends TableNames>(
  ctx: { db: DatabaseReader; unscopedDb: DatabaseReader },
  table: Table,
  values: Record<string, Value | undefined>,
): Promise<Doc<Table> | null> {
  const fields = Object.entries(values);
  // A query of the caller's fails at a row that they may not read; `get` hides it.
  const found = await (ctx.unscopedDb as unknown as GenericDatabaseReader<GenericDataModel>)
    .query(table)
    .withIndex(`by_${fields.map(([name]) => name).join("_and_")}`, (q) =>
      fields.reduce((range, [name, equal]) => range.eq(name, equal as Value) as typeof q, q),
    )
    .first();
  const row = found && (await ctx.db.get<TableNames>(table, found._id as Id<Table>));
  return row as Doc<Table> | null;
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
