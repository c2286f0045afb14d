// Which rows a grant of the access matrix covers: the one place that reads what scopes mean.
import {
  type AccessMatrix,
  type GrantedAccess,
  type Operation,
  type Permission,
  accessMatrix,
  grantFor,
  rowsInTeam,
} from "@repo/validators/access";
import type { TeamRole } from "@repo/validators/teams/memberships";
import type { AnyDataModel, GenericDatabaseReader } from "convex/server";
import type { GenericId, Value } from "convex/values";
import type { Doc, Id, TableNames } from "../../_generated/dataModel";
import type { DatabaseReader } from "../../_generated/server";
import { appError } from "../../lib/errors";
import { noSuchRow } from "../../lib/rows";
import { findLiveMembership } from "./teams";

export type Row = Record<string, Value | undefined>;

/** What is done with rows of a table. */
export type Doing = readonly [table: string, operation: Operation];

/** The caller's role in a team; null for a team that they are not in. */
type RoleIn = (teamId: Id<"teams">) => Promise<TeamRole | null>;

/** A row of any table, in any scope. */
type FindRow = (table: string, id: GenericId<string>) => Promise<Row | null>;

/** The caller, the matrix that applies, their role in each team, and the rows that others are parts of. */
export interface Who {
  user: Doc<"users"> | null;
  matrix: AccessMatrix;
  roleIn: RoleIn;
  find: FindRow;
}

/**
 * Describes a caller. Nothing is remembered, so that a mutation sees what it has changed itself.
 * @param db the database as Convex gives it
 * @param user the caller; null for nobody
 * @param matrix the matrix to apply; default: the app's own
 */
export function whoIs(
  db: DatabaseReader,
  user: Doc<"users"> | null,
  matrix: AccessMatrix = accessMatrix,
): Who {
  return {
    user,
    matrix,
    roleIn: async (teamId) =>
      (user && (await findLiveMembership(db, user._id, teamId)))?.role ?? null,
    find: async (table, id) =>
      await (db as unknown as GenericDatabaseReader<AnyDataModel>).get(table, id),
  };
}

/**
 * The same for reading: looks each team up once, and each row that others are parts of. Those of a page often share
 * both.
 */
export function remembering(who: Who): Who {
  const roles = new Map<string, ReturnType<RoleIn>>();
  const rows = new Map<string, ReturnType<FindRow>>();
  return {
    ...who,
    roleIn: async (teamId) => await once(roles, teamId, () => who.roleIn(teamId)),
    find: async (table, id) => await once(rows, id, () => who.find(table, id)),
  };
}

function once<Found>(known: Map<string, Found>, key: string, find: () => Found): Found {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}

/**
 * Says whether a grant covers a row.
 * @param grant what the caller holds for the table and operation
 * @param who the caller
 * @param of the table and the operation
 * @param row a row of the table, stored or about to be
 */
export async function covers(
  { scope }: GrantedAccess,
  who: Who,
  [table, operation]: Doing,
  row: Row,
): Promise<boolean> {
  const { user, matrix, roleIn } = who;
  if (scope === "all") return true;
  if (user === null) return false;
  const { columns, parent } = matrix[table] ?? {};
  const isTheirs = columns?.own !== undefined && row[columns.own] === user._id;
  if (parent !== undefined) {
    if (scope === "own" ? !isTheirs : scope !== "parent") return false;
    const takes = scope === "own" || operation === "read" ? "read" : "update";
    return await coversParent(who, [parent, takes], row[columns?.parent ?? ""]);
  }
  const team = columns?.team === undefined ? undefined : row[columns.team];
  if (team === undefined) return scope === "own" && isTheirs;
  const role = await roleIn(team as Id<"teams">);
  const rows = role && rowsInTeam(role, scope, `${table}.${operation}`);
  return rows === "team" || (rows === "own" && isTheirs);
}

/** Whether the caller may read, or change, the row that another one is a part of: by its own access. */
async function coversParent(who: Who, of: Doing, id: Value | undefined): Promise<boolean> {
  const grant = who.user && grantFor(who.user.role, ...of, who.matrix);
  if (grant === null || typeof id !== "string") return false;
  const row = await who.find(of[0], id as GenericId<string>);
  return row !== null && (await covers(grant, who, of, row));
}

/** The context of a public query or mutation. */
interface CallerCtx {
  user: Doc<"users"> | null;
  unscopedDb: DatabaseReader;
}

type TableOf<Of extends Permission> = Of extends `${infer Table extends TableNames}.${string}`
  ? Table
  : never;

/**
 * Reads one row that the caller may do something with. Use it where a function acts on a row without a write of the
 * row, which checks that itself: all that may read the row would get through `getOrThrow`.
 * @param ctx the context of the caller's query or mutation
 * @param permission the permission that has to cover the row, such as `"tasks.update"`
 * @param id as the client sent it
 * @throws NOT_FOUND for a row that the caller may not read, FORBIDDEN for one that the permission does not cover
 */
export async function getPermittedOrThrow<Of extends Permission>(
  { user, unscopedDb }: CallerCtx,
  permission: Of,
  id: Id<TableOf<Of>>,
): Promise<Doc<TableOf<Of>>> {
  const doing = permission.split(".") as [string, Operation];
  const { row } = await permittedRow(unscopedDb, whoIs(unscopedDb, user), doing, id);
  return row as unknown as Doc<TableOf<Of>>;
}

/**
 * The same for any caller, table and operation.
 * @param db the database as Convex gives it
 * @returns the row, and the grant that covers it
 * @throws NOT_FOUND for a row that the caller may not read, FORBIDDEN for one that the grant does not cover
 */
export async function permittedRow(
  db: DatabaseReader,
  who: Who,
  [table, operation]: Doing,
  id: GenericId<string>,
): Promise<{ row: Row; grant: GrantedAccess }> {
  const grant = grantOrThrow(who, [table, operation]);
  const row = await (db as unknown as GenericDatabaseReader<AnyDataModel>).get(table, id);
  if (row === null) throw noSuchRow(table);
  const isCovered = await covers(grant, who, [table, operation], row);
  const readable = who.user && grantFor(who.user.role, table, "read", who.matrix);
  const isAsRead = readable === null || (isCovered && readable.scope === grant.scope);
  // What a person wrote in a team is out of their reach after they left it.
  const maySee = isAsRead ? isCovered : await covers(readable, who, [table, "read"], row);
  if (!maySee) throw noSuchRow(table);
  if (isCovered) return { row, grant };
  throw appError("FORBIDDEN", `You may see this row of "${table}", but not ${operation} it.`);
}

/**
 * Finds what a caller's role holds.
 * @throws FORBIDDEN where it holds nothing
 */
export function grantOrThrow({ user, matrix }: Who, [table, operation]: Doing): GrantedAccess {
  const grant = user && grantFor(user.role, table, operation, matrix);
  if (!grant) throw appError("FORBIDDEN", `You may not ${operation} rows of "${table}".`);
  return grant;
}
