// Who may do what: the roles, and the access matrix as data. The backend applies it to every call
// and every row; the web app reads it to show only what will work. What is not granted is refused.
import { auditEventAccess } from "./access/auditEvents.ts";
import { emailAccess } from "./access/emails.ts";
import { fileAccess } from "./access/files.ts";
import { jobAccess } from "./access/jobs.ts";
import {
  type AccessMatrix,
  type Operation,
  type Role,
  type Scope,
  type TableAccess,
  defineAccess,
  operations,
} from "./access/matrix.ts";
import { noteAccess } from "./access/notes.ts";
import { notificationAccess } from "./access/notifications.ts";
import { sourceAccess } from "./access/sources.ts";
import { taskAccess } from "./access/tasks.ts";
import { teamAccess } from "./access/teams.ts";
import { threadAccess } from "./access/threads.ts";
import { usageAccess } from "./access/usage.ts";
import { userAccess } from "./access/users.ts";

export * from "./access/matrix.ts";

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
  return columns?.[scope === "own" ? "own" : "team"];
}

/** What a role holds for an operation: the rows, and the only fields it may write (all if absent). */
export type GrantedAccess = { scope: Scope; only?: readonly string[] };

/**
 * Looks up what a role may do with a table.
 * @param role the caller's role
 * @param table a table's name; one that the matrix does not name grants nothing
 * @param operation what is done with its rows
 * @param matrix the matrix to read; default: the app's own
 * @returns the grant, or null when the operation is refused
 */
export function grantFor(
  role: Role,
  table: string,
  operation: Operation,
  matrix: AccessMatrix = accessMatrix,
): GrantedAccess | null {
  const grants = ownProperty(ownProperty(matrix, table), operation);
  const grant = ownProperty(grants, role);
  if (grant === undefined) return null;
  return typeof grant === "string" ? { scope: grant } : grant;
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
