// Work that goes on after a call, for the person who made it. A scheduled function has nobody signed in,
// so it is handed the person's id, and what they may do is looked up again when it runs.
import type { Permission } from "@repo/validators/access";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter, MutationCtx, QueryCtx } from "../_generated/server";
import { checkAccess, whyShutOut } from "../lib/access";
import { readerFor, writerFor } from "./scopedDb";
import { followedFor } from "./writes";

/** Every row of the deployment, and the rows of one person, side by side. */
export interface Acting<Db> {
  user: Doc<"users">;
  /** The rows that this person may read, or write, now: what `ctx.db` was in the call. */
  db: Db;
}

/**
 * Reads as a person who is not there: their account, their role and their teams are those of this moment.
 * @param ctx the context of an internal query or mutation
 * @param userId whose work it is, as the function that began it stored it
 * @param permission what the work does
 * @returns the person, and a reader of the rows that they may read
 * @throws UNAUTHENTICATED when the account is gone, banned or on its way out, FORBIDDEN when the role lacks the permission
 */
export async function readAs(
  ctx: Pick<QueryCtx, "db">,
  userId: Id<"users">,
  permission: Permission,
): Promise<Acting<DatabaseReader>> {
  const user = await personOrThrow(ctx.db, userId, permission);
  return { user, db: readerFor(ctx.db, user) };
}

/**
 * Writes as a person who is not there: what is written counts on their quotas, and is refused when those are full.
 * @param ctx the context of an internal mutation
 * @param userId whose work it is, as the function that began it stored it
 * @param permission what the work does
 * @returns the person, a writer of the rows that they may write, and one of every row
 * @throws UNAUTHENTICATED when the account is gone, banned or on its way out, FORBIDDEN when the role lacks the permission
 */
export async function writeAs(
  ctx: MutationCtx,
  userId: Id<"users">,
  permission: Permission,
): Promise<Acting<DatabaseWriter> & { unscopedDb: DatabaseWriter }> {
  const user = await personOrThrow(ctx.db, userId, permission);
  const unscopedDb = followedFor(ctx.db, user);
  return { user, db: writerFor({ ...ctx, db: unscopedDb }, user), unscopedDb };
}

async function personOrThrow(
  db: DatabaseReader,
  userId: Id<"users">,
  permission: Permission,
): Promise<Doc<"users">> {
  const user = await db.get("users", userId);
  return checkAccess(user === null || whyShutOut(user) !== null ? null : user, permission);
}
