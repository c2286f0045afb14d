// The access matrix as data: for each table, who may do what.
import type { Role } from "./roles.ts";
import type { Grant, Operation } from "./scopes.ts";

/** One table: the columns that decide its scopes, what nobody sees, then who may do each operation on it. */
export type TableAccess = {
  /**
   * The column that says whose row it is, for `own`, which team's, for `team` and `led`, and of which row it is a
   * part, for `parent`.
   */
  readonly columns?: { readonly own?: string; readonly team?: string; readonly parent?: string };
  /** The table that `columns.parent` leads to. */
  readonly parent?: string;
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
