// Background work on behalf of a user. A scheduled function has no caller, so it receives the user's id, and
// their permissions are read again when it runs.
import type { Permission } from "@repo/validators/access";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter, MutationCtx, QueryCtx } from "../_generated/server";
import { checkAccess, whyShutOut } from "../lib/access";
import { readerFor, writerFor } from "./scopedDb";
import { followedFor } from "./writes";

/** A user and the database as they may use it. */
export interface Acting<Db> {
  user: Doc<"users">;
  /** The rows that this user may read or write now, like `ctx.db` in a call of theirs. */
  db: Db;
}

/**
 * Reads on behalf of a user, with their current account, role and teams.
 * @param ctx the context of an internal query or mutation
 * @param userId the user, as the function that scheduled the work stored them
 * @param permission what the work does
 * @returns the user, and a reader of the rows that they may read
 * @throws UNAUTHENTICATED when the account is gone, banned or being removed, FORBIDDEN when the role lacks the permission
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
 * Writes on behalf of a user: writes count on their quotas and are refused when those are full.
 * @param ctx the context of an internal mutation
 * @param userId the user, as the function that scheduled the work stored them
 * @param permission what the work does
 * @returns the user, a writer of the rows that they may write, and an unscoped one
 * @throws UNAUTHENTICATED when the account is gone, banned or being removed, FORBIDDEN when the role lacks the permission
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
