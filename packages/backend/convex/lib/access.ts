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

/** Open to everybody, signed in or not, and why that is right. */
export type Public = { readonly public: string };

/** Who may call a function: holders of a permission, anybody signed in, or everybody. */
export type Access = Permission | "signedIn" | Public;

/** The caller of a function with the access `A`: only a public one may have none (null). */
export type Caller<A extends Access> = A extends Public ? Doc<"users"> | null : Doc<"users">;

/**
 * Opens a function to everybody.
 * @param why what makes that safe; printed in the list of functions
 * @returns the value for a function's `access`
 */
export function publicAccess(why: string): Public {
  return { public: why };
}

/**
 * Says whether a value is an access that we know how to check.
 * @param access whatever stands in a function's definition
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
 * Finds the person behind a call. A token lives on for as much as an hour after its session was ended;
 * what counts is the session, and that the person is neither banned nor leaving.
 * @param ctx the context of a query or mutation, with the database as Convex gives it
 * @returns their row, or null when nobody is signed in, the session is over, or the account is gone,
 *   banned or on its way out
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
 * Says whose session token a call carries. Whether that session is still open is for `findCaller` to say.
 * @param ctx any context
 * @returns the person's id, or null without a token
 */
export async function userIdOf(ctx: { auth: Auth }): Promise<Id<"users"> | null> {
  return await getAuthUserId(ctx);
}

/**
 * Tells which session a call comes from.
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
 * Lets a caller in, or not. What is not an access lets nobody in.
 * @param caller the person behind the call, or null
 * @param access what the function asks for
 * @returns the same caller, known to be somebody unless the function is public
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
 * Says on which rows a caller holds a permission, for a list that starts from the index of that scope.
 * @param caller somebody who was let in with the permission
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
