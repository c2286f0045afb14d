// Which rows a grant of the access matrix covers: the one place that reads what scopes mean.
import {
  type AccessMatrix,
  type GrantedAccess,
  type Operation,
  accessMatrix,
  grantFor,
  rowsInTeam,
} from "@repo/validators/access";
import type { TeamRole } from "@repo/validators/teams/memberships";
import type { AnyDataModel, GenericDatabaseReader } from "convex/server";
import type { GenericId, Value } from "convex/values";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader } from "../../_generated/server";
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
