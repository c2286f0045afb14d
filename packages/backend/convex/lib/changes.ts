// A write to a row, and the side effects of it.
import type { Value } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";

export type Row = Record<string, Value | undefined>;

/** A row before and after a write; null where there is none. */
export interface Change {
  table: string;
  id: string;
  before: Row | null;
  after: Row | null;
}

/** Finds the person behind the writes of a transaction. */
export type FindActor = () => Promise<Doc<"users"> | null>;

/** Side effects of a write, by table. */
export type Followers = Partial<
  Record<string, (ctx: MutationCtx, change: Change, findActor: FindActor) => Promise<void>>
>;
