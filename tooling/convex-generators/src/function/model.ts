// A function as the templates need it: everything is known, nothing is wrong.
import type { Field } from "../fields/field.ts";
import type { RateLimit } from "../repository/rate.ts";
import type { FunctionKind } from "./input.ts";

export interface FunctionModel {
  module: string;
  name: string;
  kind: FunctionKind;
  /** What calls it in a test, and how its builder names it without "internal". */
  call: "query" | "mutation" | "action";
  isInternal: boolean;
  /** The comment above it; null where it would only say the name again. */
  about: string | null;
  /** Of a public action, why it is one; null of all others. */
  because: string | null;
  args: Field[];
  returns: Returns;
  access: FunctionAccess;
  rateLimit: RateLimit | null;
  /** References of which the handler reads the rows, so that they are there and in the caller's scope. */
  reads: ReadArgument[];
  /** Whether the body does all that was asked for; else its owner has to write it. */
  isWritten: boolean;
  /** Those roles that may call it, and one of them. */
  allowedRoles: string[];
  role: string;
  /** Roles that may not. */
  refusedRoles: string[];
}

/** An argument that names rows. */
export interface ReadArgument {
  arg: string;
  table: string;
  /** Whether it names one row, one or none, or several. */
  holds: "one" | "option" | "list";
  isOptional: boolean;
  /** How the handler looks for a row: in its own database, or, in an action, by a query. */
  by: "db" | "query";
  /** What the permission of the function is to do with the row; null where reading it is all. */
  operation: string | null;
  /** The roles that do not know of every row. */
  ownRoles: string[];
}

export type Returns =
  | { kind: "null" }
  | ({ kind: "row"; arg: string } & Rows)
  | ({ kind: "page" } & Rows)
  | { kind: "value"; field: Field };

/** Rows of the module's own table, as a caller or another function sees them. */
export interface Rows {
  table: string;
  /** The validator of one row: `publicNote` for clients, `note` for other functions. */
  shape: string;
  /** Where it is imported from. */
  shapeFrom: string;
  /** Whether the module has a function `shown` that makes that shape of a row. */
  isShown: boolean;
  /** The scopes in which callers read: of their own rows, of all, or some this and some that. */
  scope: "own" | "all" | "either";
  /** The column that says whose a row is; null where the scope is all. */
  ownColumn: string | null;
  /** Roles that read their own rows only. */
  ownRoles: string[];
}

export type FunctionAccess =
  | { kind: "permission"; permission: string }
  | { kind: "signedIn" }
  | { kind: "public"; why: string }
  | { kind: "internal" };
