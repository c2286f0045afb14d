// Who may do what: the roles, and the access matrix as data. The backend applies it to every call
// and every row; the web app reads it to show only what will work. What is not granted is refused.
import { auditEventAccess } from "./access/auditEvents.ts";
import { emailAccess } from "./access/emails.ts";
import { fileAccess } from "./access/files.ts";
import { jobAccess } from "./access/jobs.ts";
import { type AccessMatrix, type TableAccess, defineAccess } from "./access/matrix.ts";
import { noteAccess } from "./access/notes.ts";
import { notificationAccess } from "./access/notifications.ts";
import {
  type DerivedRoles,
  type DerivedTeamRoles,
  type Role,
  type TeamRole,
  derivedRoles,
  derivedTeamRoles,
} from "./access/roles.ts";
import { type Grant, type Operation, type Scope, operations } from "./access/scopes.ts";
import { sourceAccess } from "./access/sources.ts";
import { taskAccess } from "./access/tasks.ts";
import { teamAccess } from "./access/teams.ts";
import { threadAccess } from "./access/threads.ts";
import { usageAccess } from "./access/usage.ts";
import { userAccess } from "./access/users.ts";

export * from "./access/matrix.ts";
export * from "./access/roles.ts";
export * from "./access/scopes.ts";

export const accessMatrix = defineAccess({
  ...auditEventAccess,
  ...emailAccess,
  ...fileAccess,
  ...jobAccess,
  ...noteAccess,
  ...notificationAccess,
  ...sourceAccess,
  ...taskAccess,
  ...teamAccess,
  ...threadAccess,
  ...usageAccess,
  ...userAccess,
});

type PermissionOf<Matrix> = {
  [Table in keyof Matrix & string]: `${Table}.${Extract<keyof Matrix[Table], Operation>}`;
}[keyof Matrix & string];

/** A table and an operation of the matrix: `"notes.update"`. */
export type Permission = PermissionOf<typeof accessMatrix>;

/**
 * Finds the column that decides a scope.
 * @param scope a scope of the matrix
 * @param columns those of the table
 * @returns its name; undefined for `all`, and where the table does not say
 */
export function columnOf(scope: Scope, columns: TableAccess["columns"]): string | undefined {
  if (scope === "all") return undefined;
  return columns?.[scope === "led" ? "team" : scope];
}

/** What a role holds for an operation: the rows, and the only fields it may write (all if absent). */
export type GrantedAccess = { scope: Scope; only?: readonly string[] };

/** The roles that extend another one: an app's own, or those of a test. */
export interface RoleRules {
  app: DerivedRoles;
  team: DerivedTeamRoles;
}

export const roleRules: RoleRules = { app: derivedRoles, team: derivedTeamRoles };

/**
 * Looks up what a role may do with a table. A role that extends another has the grants of that one, unless the
 * matrix names it, or its own rule says otherwise.
 * @param role the caller's role
 * @param table a table's name; one that the matrix does not name grants nothing
 * @param operation what is done with its rows
 * @param matrix the matrix to read; default: the app's own
 * @param rules the roles that extend another one; default: the app's own
 * @returns the grant, or null when the operation is refused
 */
export function grantFor(
  role: Role,
  table: string,
  operation: Operation,
  matrix: AccessMatrix = accessMatrix,
  rules: DerivedRoles = roleRules.app,
): GrantedAccess | null {
  const permission = `${table}.${operation}`;
  const grants: { readonly [role: string]: Grant | undefined } | undefined = ownProperty(
    ownProperty(matrix, table),
    operation,
  );
  for (let held: string | undefined = role; held !== undefined;) {
    const rule: DerivedRoles[string] | undefined = ownProperty(rules, held);
    const grant = ownProperty(grants, held) ?? ownProperty(rule?.grants, permission);
    if (grant !== undefined) return typeof grant === "string" ? { scope: grant } : grant;
    if (rule?.without?.includes(permission)) return null;
    held = rule?.extends;
  }
  return null;
}

/**
 * Says which rows of a team somebody reaches.
 * @param role what they are in the team
 * @param scope what their role in the app holds
 * @param permission a table and an operation of the matrix
 * @param rules the roles that extend another one; default: the app's own
 * @returns all of the team, those that they created, or null for none
 */
export function rowsInTeam(
  role: TeamRole,
  scope: Scope,
  permission: string,
  rules: DerivedTeamRoles = roleRules.team,
): "team" | "own" | null {
  let held: string = role;
  for (;;) {
    const rule = ownProperty(rules, held);
    if (rule === undefined) break;
    const given = ownProperty(rule.grants, permission);
    if (given !== undefined) return given;
    if (rule.without?.includes(permission)) return null;
    held = rule.extends;
  }
  if (scope === "own") return "own";
  return scope === "led" && held !== "owner" ? null : "team";
}

/**
 * Says whether a role holds a permission on any row at all. Which rows is the scope's business.
 * @param role the caller's role
 * @param permission a table and an operation of the matrix, such as `"notes.update"`
 * @returns true when the matrix grants it
 */
export function can(role: Role, permission: Permission): boolean {
  const [table, operation] = permission.split(".") as [string, Operation];
  return grantFor(role, table, operation) !== null;
}

/**
 * Lists every permission that the matrix names.
 * @returns `"notes.read"`, `"notes.create"`, … in the order of the matrix
 */
export function listPermissions(): Permission[] {
  return Object.entries<TableAccess>(accessMatrix).flatMap(([table, rules]) =>
    operations
      .filter((operation) => rules[operation] !== undefined)
      .map((operation) => `${table}.${operation}` as Permission),
  );
}

/** A property of the object itself: `constructor` is no table, whatever a role or a caller is called. */
function ownProperty<Of extends object, Key extends keyof Of>(of: Of | undefined, key: Key) {
  return of !== undefined && Object.hasOwn(of, key) ? of[key] : undefined;
}
