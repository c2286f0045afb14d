// What the builders hand to a function's code. Types alone, so that code below the builders can name them.
import type {
  ActionCtx as RawActionCtx,
  DatabaseReader,
  DatabaseWriter,
  MutationCtx as RawMutationCtx,
  QueryCtx as RawQueryCtx,
} from "../_generated/server";
import type { Access, Caller } from "./access";

/** What a query's handler works with. */
export interface QueryCtx<A extends Access = Access> extends RawQueryCtx {
  /** The caller's row; null only in a public function, when nobody is signed in. */
  user: Caller<A>;
  /** The rows that the caller may read, by the access matrix. */
  db: DatabaseReader;
  /** Every row, for what no caller's scope decides. Each use says why it is safe. */
  unscopedDb: DatabaseReader;
}

/** What a mutation's handler works with. */
export interface MutationCtx<A extends Access = Access> extends RawMutationCtx {
  /** The caller's row; null only in a public function, when nobody is signed in. */
  user: Caller<A>;
  /** The rows that the caller may read and write, by the access matrix. */
  db: DatabaseWriter;
  /** Every row, for what no caller's scope decides. Each use says why it is safe. */
  unscopedDb: DatabaseWriter;
}

/** What an action's handler works with. It reaches the database through queries and mutations. */
export interface ActionCtx<A extends Access = Access> extends RawActionCtx {
  user: Caller<A>;
}

/** Decides, before a library's mutation runs, with which arguments it does, or whether at all. */
export type Gate<Args, Result> = (
  ctx: RawMutationCtx,
  args: Args,
  run: (args: Args) => Promise<Result>,
) => Promise<Result | null>;
