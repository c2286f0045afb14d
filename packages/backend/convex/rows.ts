// The database as one caller may use it: the access matrix applied to every row that is read or
// written. Handlers get it as `ctx.db`, so that none reaches a row outside the caller's scope by accident.
import {
  type AccessMatrix,
  type GrantedAccess,
  type Operation,
  accessMatrix,
  grantFor,
} from "@repo/validators/access";
import { filter } from "convex-helpers/server/filter";
import type { AnyDataModel, GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import { type GenericId, type Value, compareValues } from "convex/values";
import type { Doc, Id, TableNames } from "./_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "./_generated/server";
import { appError } from "./errors";
import { type Remover, removeFiles, removeRow } from "./references";

type User = Doc<"users"> | null;
type Row = Record<string, Value | undefined>;
type RowId = GenericId<string>;

// The tables' own types are of no use here, where every table is treated alike.
type AnyReader = GenericDatabaseReader<AnyDataModel>;
type AnyWriter = GenericDatabaseWriter<AnyDataModel>;

/**
 * Narrows a reader to the rows that the caller may read.
 * `get` answers null for a row outside the scope, as for one that does not exist. A query has to start
 * from an index of the scope: it fails at the first row outside, rather than skip rows in silence.
 * @param db the database as Convex gives it
 * @param user the caller; null reads nothing
 * @param matrix the matrix to apply; the app's own unless told
 * @returns a reader that throws FORBIDDEN for a table which the caller's role may not read
 */
export function readerFor(
  db: DatabaseReader,
  user: User,
  matrix: AccessMatrix = accessMatrix,
): DatabaseReader {
  const raw = db as unknown as AnyReader;
  const scoped = {
    system: raw.system,
    normalizeId: (table: string, id: string) => raw.normalizeId(table, id),
    get: async (table: string, id: unknown) => {
      assertId(table, id);
      const grant = grantOrThrow(user, table, "read", matrix);
      const row: Row | null = await raw.get(table, id);
      return row !== null && covers(grant, user, table, row, matrix) ? row : null;
    },
    query: (table: string) => {
      const grant = grantOrThrow(user, table, "read", matrix);
      if (grant.scope === "all") return raw.query(table);
      return filter(raw.query(table), (row) => {
        if (covers(grant, user, table, row, matrix)) return true;
        throw new TypeError(
          `SCOPE_ESCAPED: a query on "${table}" met a row outside the scope "${grant.scope}"; ` +
            `start it from an index whose first field decides that scope.`,
        );
      });
    },
  };
  return scoped as unknown as DatabaseReader;
}

/**
 * Narrows a writer to the rows that the caller may read and write. Removing a row does to those that
 * refer to it what `references.ts` says, whoever they belong to.
 * @param ctx the context of a mutation, with the database as Convex gives it
 * @param user the caller; null writes nothing
 * @param matrix the matrix to apply; the app's own unless told
 * @returns a writer that throws NOT_FOUND for a row which the caller may not know of, and FORBIDDEN for
 *   one they may not write, for fields that are not granted, and for moving a row out of their scope
 */
export function writerFor(
  ctx: Remover,
  user: User,
  matrix: AccessMatrix = accessMatrix,
): DatabaseWriter {
  const raw = ctx.db as unknown as AnyWriter;
  const update = async (table: string, id: unknown, change: (row: Row) => Row) => {
    const { row, grant } = await rowToWrite(raw, user, table, "update", id, matrix);
    const changed = change(row);
    const refused = changedFields(row, changed).find((name) => !isWritable(grant, name));
    if (refused !== undefined) {
      throw appError("FORBIDDEN", `You may not change "${refused}" of a row in "${table}".`);
    }
    assertCovers(grant, user, table, changed, matrix);
    await removeFiles(ctx, table, row, changed);
  };
  const scoped = {
    ...readerFor(ctx.db, user, matrix),
    vars: raw.vars,
    insert: async (table: string, value: Row) => {
      assertCovers(grantOrThrow(user, table, "create", matrix), user, table, value, matrix);
      return await raw.insert(table, value);
    },
    patch: async (table: string, id: RowId, changes: Row) => {
      await update(table, id, (row) => ({ ...row, ...changes }));
      await raw.patch(table, id, changes);
    },
    replace: async (table: string, id: RowId, value: Row) => {
      await update(table, id, ({ _id, _creationTime }) => ({ _id, _creationTime, ...value }));
      await raw.replace(table, id, value);
    },
    delete: async (table: string, id: unknown) => {
      const { row } = await rowToWrite(raw, user, table, "remove", id, matrix);
      await removeRow(ctx, table, row._id as RowId);
    },
  };
  return scoped as unknown as DatabaseWriter;
}

/**
 * Reads one row that has to be there.
 * @param ctx a context whose `db` is the caller's
 * @param table the row's table
 * @param id what a client sent
 * @returns the row
 * @throws NOT_FOUND when there is none, or none that the caller may know of
 */
export async function getOrThrow<Table extends TableNames>(
  ctx: { db: DatabaseReader },
  table: Table,
  id: Id<Table>,
): Promise<Doc<Table>> {
  const row = await (ctx.db as unknown as AnyReader).get<string>(table, id as GenericId<string>);
  if (row === null) throw notFound(table);
  return row as Doc<Table>;
}

/** The row of a write, once the caller is known to be allowed to do that to it. */
async function rowToWrite(
  db: AnyWriter,
  user: User,
  table: string,
  operation: "update" | "remove",
  id: unknown,
  matrix: AccessMatrix,
): Promise<{ row: Row; grant: GrantedAccess }> {
  assertId(table, id);
  const grant = grantOrThrow(user, table, operation, matrix);
  const row: Row | null = await db.get(table, id);
  if (row === null) throw notFound(table);
  if (covers(grant, user, table, row, matrix)) return { row, grant };
  const readable = user && grantFor(user.role, table, "read", matrix);
  if (!readable || !covers(readable, user, table, row, matrix)) throw notFound(table);
  throw appError("FORBIDDEN", `You may see this row of "${table}", but not ${operation} it.`);
}

function grantOrThrow(
  user: User,
  table: string,
  operation: Operation,
  matrix: AccessMatrix,
): GrantedAccess {
  const grant = user && grantFor(user.role, table, operation, matrix);
  if (!grant) throw appError("FORBIDDEN", `You may not ${operation} rows of "${table}".`);
  return grant;
}

function covers(
  { scope }: GrantedAccess,
  user: User,
  table: string,
  row: Row,
  matrix: AccessMatrix,
): boolean {
  switch (scope) {
    case "all":
      return true;
    case "own": {
      const column = matrix[table]?.columns?.own;
      return user !== null && column !== undefined && row[column] === user._id;
    }
    case "team":
      // There are no teams yet, so nobody shares one.
      return false;
    default:
      return scope satisfies never;
  }
}

function assertCovers(...[grant, user, table, row, matrix]: Parameters<typeof covers>): void {
  if (covers(grant, user, table, row, matrix)) return;
  throw appError("FORBIDDEN", `This row of "${table}" would be outside your scope.`);
}

function isWritable({ only }: GrantedAccess, field: string): boolean {
  return only === undefined || only.includes(field);
}

function changedFields(before: Row, after: Row): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => compareValues(before[name], after[name]) !== 0,
  );
}

/** Convex also takes an id alone; without the table's name its rules are unknown. */
function assertId(table: string, id: unknown): asserts id is RowId {
  if (typeof id === "string") return;
  throw new TypeError(`TABLE_MISSING: name the table before the id "${table}".`);
}

function notFound(table: string) {
  return appError("NOT_FOUND", `There is no such row in "${table}", or it is not yours to see.`);
}
