// The database as one caller may use it: the access matrix applied to every row that is read or
// written. Handlers get it as `ctx.db`, so that no function reaches a row outside the caller's scope by accident.
import { type AccessMatrix, type GrantedAccess, accessMatrix } from "@repo/validators/access";
import { filter } from "convex-helpers/server/filter";
import type { AnyDataModel, GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import { type GenericId, compareValues } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { appError } from "../lib/errors";
import { checkReferences } from "./referenceRules";
import {
  type Row,
  type Who,
  covers,
  grantOrThrow,
  permittedRow,
  remembering,
  whoIs,
} from "../model/teams/coverage";
import { claimFiles, removeFiles } from "../model/platform/references";
import { type Remover, removeRow } from "../model/platform/removal";

type User = Doc<"users"> | null;
type RowId = GenericId<string>;

// Untyped, because every table is treated alike here.
type AnyReader = GenericDatabaseReader<AnyDataModel>;
type AnyWriter = GenericDatabaseWriter<AnyDataModel>;

/**
 * Narrows a reader to the rows that the caller may read.
 * `get` returns null for a row outside the scope, as for one that does not exist. A query has to start
 * from an index of the scope: it fails at the first row outside, rather than skip rows silently.
 * @param db the database as Convex gives it
 * @param user the caller; null reads nothing
 * @param matrix the matrix to apply; default: the app's own
 * @returns a reader that throws FORBIDDEN for a table which the caller's role may not read
 */
export function readerFor(
  db: DatabaseReader,
  user: User,
  matrix: AccessMatrix = accessMatrix,
): DatabaseReader {
  return reader(db, remembering(whoIs(db, user, matrix)));
}

function reader(db: DatabaseReader, who: Who): DatabaseReader {
  const raw = db as unknown as AnyReader;
  const scoped = {
    system: raw.system,
    normalizeId: (table: string, id: string) => raw.normalizeId(table, id),
    get: async (table: string, id: unknown) => {
      const rowId = idOf(table, id);
      const grant = grantOrThrow(who, [table, "read"]);
      const row: Row | null = await raw.get(table, rowId);
      return row !== null && (await covers(grant, who, [table, "read"], row)) ? row : null;
    },
    query: (table: string) => {
      const grant = grantOrThrow(who, [table, "read"]);
      if (grant.scope === "all") return raw.query(table);
      const whoNow = remembering(who);
      return filter(raw.query(table), async (row) => {
        if (await covers(grant, whoNow, [table, "read"], row)) return true;
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
 * Narrows a writer to the rows that the caller may read and write. Removing a row applies the
 * references to it (`references.ts`), in any scope.
 * @param ctx the context of a mutation, with the database as Convex gives it
 * @param user the caller; null writes nothing
 * @param matrix the matrix to apply; default: the app's own
 * @returns a writer that throws NOT_FOUND for a row which the caller may not read, and FORBIDDEN for
 *   one they may not write, for fields that are not granted, and for moving a row out of their scope;
 *   INVALID for a reference that leaves the row's team, or forms a cycle
 */
export function writerFor(
  ctx: Remover,
  user: User,
  matrix: AccessMatrix = accessMatrix,
): DatabaseWriter {
  const raw = ctx.db as unknown as AnyWriter;
  const who = whoIs(ctx.db, user, matrix);
  const update = async (
    { table, id }: { table: string; id: unknown },
    change: (row: Row) => Row,
    write: () => Promise<void>,
  ) => {
    const { row, grant } = await permittedRow(ctx.db, who, [table, "update"], idOf(table, id));
    const changed = change(row);
    const refused = changedFields(row, changed).find((name) => !isWritable(grant, name));
    if (refused !== undefined) {
      throw appError("FORBIDDEN", `You may not change "${refused}" of a row in "${table}".`);
    }
    await assertCovers(grant, who, [table, "update"], changed);
    const attempt = { table, before: row, after: changed, userId: user?._id };
    await checkReferences(ctx.db, attempt, { matrix });
    await claimFiles(ctx, { table, rowId: String(row._id) }, row, changed);
    await write();
    // Last, because the side effects of the write still weigh the files that the row had.
    await removeFiles(ctx, table, row, changed);
  };
  const scoped = {
    ...reader(ctx.db, who),
    vars: raw.vars,
    insert: async (table: string, value: Row) => {
      await assertCovers(grantOrThrow(who, [table, "create"]), who, [table, "create"], value);
      const write = { table, before: null, after: value, userId: user?._id };
      await checkReferences(ctx.db, write, { matrix });
      const id = await raw.insert(table, value);
      await claimFiles(ctx, { table, rowId: id }, null, value);
      return id;
    },
    patch: async (table: string, id: RowId, changes: Row) => {
      const changed = (row: Row) => ({ ...row, ...changes });
      await update({ table, id }, changed, () => raw.patch(table, id, changes));
    },
    replace: async (table: string, id: RowId, value: Row) => {
      const replaced = ({ _id, _creationTime }: Row) => ({ _id, _creationTime, ...value });
      await update({ table, id }, replaced, () => raw.replace(table, id, value));
    },
    delete: async (table: string, id: unknown) => {
      const { row } = await permittedRow(ctx.db, who, [table, "remove"], idOf(table, id));
      await removeRow(ctx, table, row._id as RowId);
    },
  };
  return scoped as unknown as DatabaseWriter;
}

async function assertCovers(...[grant, who, of, row]: Parameters<typeof covers>): Promise<void> {
  if (await covers(grant, who, of, row)) return;
  throw appError("FORBIDDEN", `This row of "${of[0]}" would be outside your scope.`);
}

function isWritable({ only }: GrantedAccess, field: string): boolean {
  return only === undefined || only.includes(field);
}

function changedFields(before: Row, after: Row): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => compareValues(before[name], after[name]) !== 0,
  );
}

/** Convex also accepts an id alone, but the rules depend on the table. */
function idOf(table: string, id: unknown): RowId {
  if (typeof id === "string") return id as RowId;
  throw new TypeError(`TABLE_MISSING: name the table before the id "${table}".`);
}
