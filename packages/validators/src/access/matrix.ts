// What an access matrix is made of: the roles, the operations and the scopes.
export const roles = ["member", "admin"] as const;
export type Role = (typeof roles)[number];

export const operations = ["read", "create", "update", "remove"] as const;
export type Operation = (typeof operations)[number];

/**
 * On which rows: the caller's own, those of the caller's teams, those of teams that they own, or every row. Where
 * rows belong to teams, `own` ends when the caller leaves the team.
 */
export type Scope = "own" | "team" | "led" | "all";

/** A scope, or a scope with the only fields that may be written within it. */
export type Grant = Scope | { scope: Scope; only: readonly string[] };

/** One table: the columns that decide its scopes, what nobody sees, then who may do each operation on it. */
export type TableAccess = {
  /** The column that says whose row it is, for `own`, and which team's, for `team` and `led`. */
  readonly columns?: { readonly own?: string; readonly team?: string };
  /** Fields that stay on the server, also in the export of one's own data, as no function returns them. */
  readonly hidden?: readonly string[];
} & { readonly [O in Operation]?: { readonly [R in Role]?: Grant } };

export type AccessMatrix = { readonly [table: string]: TableAccess };

/**
 * Declares an access matrix and keeps its exact type, so that permissions are checked by name.
 * @param matrix table → operation → role → grant
 * @returns the same matrix
 */
export function defineAccess<const Matrix extends AccessMatrix>(matrix: Matrix): Matrix {
  return matrix;
}
