// Who is calling, and whether they may: the access matrix applied to a call. `builders/scopedDb.ts` applies it to rows.
import { getAuthSessionId, getAuthUserId } from "@convex-dev/auth/server";
import {
  type Operation,
  type Permission,
  type Scope,
  can,
  grantFor,
  listPermissions,
} from "@repo/validators/access";
import type { Auth } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import { appError } from "./errors";

/** Open to everyone, signed in or not, with the reason. */
export type Public = { readonly public: string };

/** Who may call a function: holders of a permission, anybody signed in, or everybody. */
export type Access = Permission | "signedIn" | Public;

/** The caller of a function with the access `A`: only a public one may have none (null). */
export type Caller<A extends Access> = A extends Public ? Doc<"users"> | null : Doc<"users">;

/**
 * Opens a function to everyone.
 * @param why the reason why that is safe; printed in the reference pages
 * @returns the value for a function's `access`
 */
export function publicAccess(why: string): Public {
  return { public: why };
}

/**
 * Says whether a value is a valid access policy.
 * @param access the value in a function's definition
 * @returns false for a missing one and for a permission that the matrix does not name
 */
export function isAccess(access: unknown): access is Access {
  if (typeof access === "string") {
    return access === "signedIn" || (listPermissions() as string[]).includes(access);
  }
  const why = (access as Partial<Public> | null | undefined)?.public;
  return typeof why === "string" && why !== "";
}

/**
 * Finds the caller. A token stays valid for up to an hour after its session ended, so the session is read,
 * and whether the person is banned or leaving.
 * @param ctx the context of a query or mutation, with the database as Convex gives it
 * @returns their row, or null when nobody is signed in, the session is over, or the account is gone,
 *   banned or being removed
 */
export async function findCaller(ctx: {
  auth: Auth;
  db: DatabaseReader;
}): Promise<Doc<"users"> | null> {
  const userId = await userIdOf(ctx);
  if (userId === null) return null;
  const sessionId = ctx.db.normalizeId("authSessions", (await sessionIdOf(ctx)) ?? "");
  const session = sessionId && (await ctx.db.get("authSessions", sessionId));
  const user = session?.userId === userId ? await ctx.db.get("users", userId) : null;
  return user === null || whyShutOut(user) !== null ? null : user;
}

/**
 * Reads whose session token a call carries. Only `findCaller` checks whether that session is still open.
 * @param ctx any context
 * @returns the person's id, or null without a token
 */
export async function userIdOf(ctx: { auth: Auth }): Promise<Id<"users"> | null> {
  return await getAuthUserId(ctx);
}

/**
 * Reads which session a call comes from.
 * @param ctx the context of a query or mutation
 * @returns its id, or null when nobody is signed in
 */
export async function sessionIdOf(ctx: { auth: Auth }): Promise<Id<"authSessions"> | null> {
  return await getAuthSessionId(ctx);
}

/**
 * Says why a person may not sign in.
 * @param user their row
 * @returns a sentence for them, or null when they may
 */
export function whyShutOut(user: Doc<"users">): string | null {
  if (user.bannedAt !== undefined) return "This account is banned. Ask an administrator why.";
  if (user.leavingSince !== undefined) return "This account is being removed, as its owner asked.";
  return null;
}

/**
 * Checks the access policy of a function. An invalid policy refuses everyone.
 * @param caller the person behind the call, or null
 * @param access the function's policy
 * @returns the same caller; null only in a public function
 * @throws UNAUTHENTICATED when nobody is signed in, FORBIDDEN when the role lacks the permission
 */
export function checkAccess<A extends Access>(caller: Doc<"users"> | null, access: A): Caller<A> {
  if (!isAccess(access))
    throw appError("FORBIDDEN", "Access denied: this function declares no valid access policy.");
  if (typeof access === "object") return caller as Caller<A>;
  if (caller === null) throw appError("UNAUTHENTICATED", "Sign in first.");
  if (access !== "signedIn" && !can(caller.role, access)) {
    throw appError("FORBIDDEN", `The role "${caller.role}" lacks the permission "${access}".`);
  }
  return caller as Caller<A>;
}

/**
 * Finds the scope of a caller's permission, for a list that starts from the index of that scope.
 * @param caller a caller who holds the permission
 * @param permission a table and an operation of the matrix
 * @returns the scope
 * @throws FORBIDDEN when the role does not hold it
 */
export function scopeOf(caller: Doc<"users">, permission: Permission): Scope {
  const [table = "", operation] = permission.split(".");
  const grant = grantFor(caller.role, table, operation as Operation);
  if (grant === null) {
    throw appError("FORBIDDEN", `The role "${caller.role}" lacks the permission "${permission}".`);
  }
  return grant.scope;
}
