// Rules for the references of a row, for any writer: those of a team's row stay in the team, and none forms a
// cycle. `scopedDb.ts` applies it to every write of a caller.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import type { AnyDataModel, GenericDatabaseReader } from "convex/server";
import { type GenericId, type Value, compareValues } from "convex/values";
import type { Id, TableNames } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import { appError } from "../lib/errors";
import { type Reference, type References, references } from "../model/platform/references";
import { idsIn } from "../model/platform/listedIds";
import { findLiveMembership } from "../model/teams/teams";

type Row = Record<string, Value | undefined>;
type RowId = GenericId<string>;
type Tables = Record<string, Record<string, Reference | undefined> | undefined>;

/** How deep rows may be nested: a bound on what one write reads. */
export const NESTING_MAX = 100;

/** A write: the row before and after, and who makes it. */
export interface RowWrite {
  table: string;
  /** The row as it was; null for a new one. */
  before: Row | null;
  after: Row;
  /** The caller, who may always name themselves. */
  userId: string | undefined;
}

/** The rules to apply; default: the app's own. */
export interface ReferenceOptions {
  map?: References;
  matrix?: AccessMatrix;
}

/**
 * Checks that the references that a write changes stay in the row's team and form no cycle.
 * @param db an unscoped database
 * @param write the row before and after
 * @throws INVALID with the field's name for a row of another team, for a person who is not in the team, and
 *   for a row that would be its own ancestor
 */
export async function checkReferences(
  db: DatabaseReader,
  write: RowWrite,
  { map = references, matrix = accessMatrix }: ReferenceOptions = {},
): Promise<void> {
  const { table, before, after } = write;
  const column = teamColumnOf(table, matrix);
  const isMoved = column !== undefined && isChanged(write, column);
  for (const [field, reference] of Object.entries((map as Tables)[table] ?? {})) {
    if (reference === undefined || reference.to === "_storage") continue;
    const had = isMoved ? [] : idsIn(before?.[field]);
    for (const id of idsIn(after[field]).filter((each) => !had.includes(each))) {
      // A list of rows has no order, so it forms no cycle that matters.
      if (reference.to === table && before !== null && !reference.isList) {
        await assertNoCircle(db, { table, field, from: String(before._id), to: id });
      }
      if (column === undefined) continue;
      const target = { to: reference.to, id, teamId: after[column] as Id<"teams"> };
      await assertInTeam(db, field, target, write, matrix);
    }
  }
}

/** Checks that a row, or a person, belongs to the team of the row that names it. */
async function assertInTeam(
  db: DatabaseReader,
  field: string,
  { to, id, teamId }: { to: TableNames; id: string; teamId: Id<"teams"> },
  { userId }: RowWrite,
  matrix: AccessMatrix,
): Promise<void> {
  if (to === "teams") return;
  if (to === "users") {
    if (id === userId || (await isIn(db, id as Id<"users">, teamId))) return;
    refuse(field, "Not a member of the team.");
  }
  const theirs = teamColumnOf(to, matrix);
  if (theirs === undefined) return;
  const row: Row | null = await anyReader(db).get<string>(to, id as RowId);
  if (row?.[theirs] !== teamId) refuse(field, `Not a row of "${to}" in this team.`);
}

/**
 * Finds the column that holds the team of a row.
 * @returns its name; undefined for tables that belong to no team, and for teams themselves
 */
export function teamColumnOf(
  table: string,
  matrix: AccessMatrix = accessMatrix,
): string | undefined {
  return table === "teams" ? undefined : matrix[table]?.columns?.team;
}

/** Walks up from the new parent of a row to the root. */
async function assertNoCircle(
  db: DatabaseReader,
  { table, field, from, to }: { table: string; field: string; from: string; to: string },
): Promise<void> {
  let above: Value | undefined = to;
  for (let level = 0; typeof above === "string"; level++) {
    if (above === from) refuse(field, "A row cannot be above itself.");
    if (level === NESTING_MAX)
      refuse(field, `No row may be under more than ${NESTING_MAX} others.`);
    const row: Row | null = await anyReader(db).get<string>(table, above as RowId);
    above = row?.[field];
  }
}

async function isIn(db: DatabaseReader, userId: Id<"users">, teamId: Id<"teams">) {
  return (await findLiveMembership(db, userId, teamId)) !== null;
}

function isChanged({ before, after }: RowWrite, field: string): boolean {
  return before === null || compareValues(before[field], after[field]) !== 0;
}

function refuse(field: string, message: string): never {
  throw appError("INVALID", `${field}: ${message}`, { issues: [{ path: field, message }] });
}

/** Untyped, because every table is treated alike here. */
function anyReader(db: DatabaseReader): GenericDatabaseReader<AnyDataModel> {
  return db as unknown as GenericDatabaseReader<AnyDataModel>;
}
