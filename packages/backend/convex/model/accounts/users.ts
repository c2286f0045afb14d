// Finds people: all of them for an admin, and members of the caller's teams for everyone else.
import { can } from "@repo/validators/access";
import { teamLimits } from "@repo/validators/teams/teams";
import type { Profile, UserOrder } from "@repo/validators/accounts/users";
import type { Doc, Id } from "../../_generated/dataModel";
import type { QueryCtx as ServerQueryCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import type { QueryCtx } from "../../lib/context";
import { avatarUrlOf } from "../files/fileAddresses";
import { findMembership } from "../teams/teams";

const TEAMS_MAX = teamLimits.perPerson;

/**
 * Starts a list of people.
 * @param ctx the context of an admin's query
 * @param search a part of a name, or the beginning of an address when there is an @; none finds everyone
 * @param order of the whole list; search results have their own
 * @returns the query: in that order, by address, or best matches first
 */
export function findPeople(
  ctx: QueryCtx<"users.read">,
  { search, order }: { search?: string | undefined; order: UserOrder },
) {
  if (search === undefined) {
    // Rows without a key come first, so that the list is complete while a migration fills them in.
    return order === "name"
      ? ctx.db.query("users").withIndex("by_nameKey")
      : ctx.db.query("users").order("desc");
  }
  if (!search.includes("@")) {
    return ctx.db.query("users").withSearchIndex("search_name", (q) => q.search("name", search));
  }
  const start = search.toLowerCase();
  return ctx.db
    .query("users")
    .withIndex("email", (q) => q.gte("email", start).lt("email", `${start}\uffff`));
}

/**
 * Reads what a person sees of themselves.
 * @param ctx the context of the caller's query
 */
export async function ownProfileOf(ctx: QueryCtx<"signedIn">) {
  const avatarUrl = await avatarUrlOf({ ...ctx, db: ctx.unscopedDb }, ctx.user);
  return { ...ctx.user, avatarUrl };
}

/**
 * Reads the profile of a person.
 * @param ctx the context of the caller's query
 * @param userId the person
 * @returns their profile
 * @throws NOT_FOUND for an unknown person, and for one with whom the caller shares no team
 */
export async function findProfile(
  ctx: QueryCtx<"signedIn">,
  userId: Id<"users">,
): Promise<Profile> {
  const [person] = await findKnown(ctx, [userId]);
  if (!person) {
    throw appError("NOT_FOUND", "There is no such person, or you do not share a team with them.");
  }
  return { ...person, avatarUrl: await avatarUrlOf({ ...ctx, db: ctx.unscopedDb }, person) };
}

/**
 * Finds people whom the caller may know: themselves, those they share a team with, and everybody for whom their role
 * reads all accounts.
 * @param ctx the context of a call
 * @param userIds the people
 * @returns their rows, in the order of the ids; null for one who is gone, or whom the caller may not know
 */
export async function findKnown(
  ctx: QueryCtx<"signedIn">,
  userIds: readonly Id<"users">[],
): Promise<(Doc<"users"> | null)[]> {
  const { user, unscopedDb } = ctx;
  const knowsAll = can(user.role, "users.read") || userIds.every((id) => id === user._id);
  const mine = knowsAll
    ? null
    : await unscopedDb
        .query("memberships")
        .withIndex("by_userId", (q) => q.eq("userId", user._id))
        .take(TEAMS_MAX);
  const mayKnow = async (userId: Id<"users">) => {
    if (mine === null || userId === user._id) return true;
    const shared = mine.map(({ teamId }) => findMembership(unscopedDb, userId, teamId));
    return (await Promise.all(shared)).some((membership) => membership !== null);
  };
  return await Promise.all(
    userIds.map(async (id) => ((await mayKnow(id)) ? await unscopedDb.get("users", id) : null)),
  );
}

/**
 * Finds the person with an address.
 * @param ctx a context with an unscoped database
 * @param email their address, in lower case
 * @returns their row, or null
 */
export async function findByEmail(
  { db }: Pick<ServerQueryCtx, "db">,
  email: string,
): Promise<Doc<"users"> | null> {
  return await db
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .first();
}
