// The API of memberships: who is in a team, and what they are there.
import { publicMembership, teamRole } from "@repo/validators/memberships";
import { teamLimits } from "@repo/validators/teams";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import type { Doc } from "./_generated/dataModel";
import type { DatabaseReader } from "./_generated/server";
import { whyShutOut } from "./access";
import { internalMutation, mutation, query } from "./functions";
import { assertHasOwner, findOwner, requireMembership, requireTeam } from "./model/teams";
import { clamp, pageOf, paginationOpts } from "./pagination";
import { removeRow } from "./model/removal";
import { getOrThrow } from "./rows";

const MEMBERS_MAX = teamLimits.members;

/** The people of one team, in the order of joining, a page at a time. */
export const list = query({
  access: "memberships.read",
  args: { teamId: zid("teams"), paginationOpts },
  returns: pageOf(publicMembership),
  handler: async (ctx, { teamId, paginationOpts: options }) => {
    await requireTeam(ctx, "memberships.read", teamId);
    const found = await ctx.db
      .query("memberships")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .paginate(clamp(options));
    const people = found.page.map(async (membership) => {
      // Whoever is in a team is known by name to the others, though the matrix hides users.
      const person = await ctx.unscopedDb.get("users", membership.userId);
      return person === null ? [] : [{ ...membership, name: person.name, email: person.email }];
    });
    return { ...found, page: (await Promise.all(people)).flat() };
  },
});

/** Makes somebody an owner, or an owner a member. */
export const changeRole = mutation({
  access: "memberships.update",
  rateLimit: "memberships.change",
  args: { id: zid("memberships"), role: teamRole },
  returns: z.null(),
  handler: async (ctx, { id, role }) => {
    const { teamId } = await getOrThrow(ctx, "memberships", id);
    await ctx.db.patch("memberships", id, { role });
    await assertHasOwner(ctx.unscopedDb, teamId);
  },
});

/** Takes somebody out of a team. */
export const remove = mutation({
  access: "memberships.remove",
  rateLimit: "memberships.change",
  args: { id: zid("memberships") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const { teamId } = await getOrThrow(ctx, "memberships", id);
    await ctx.db.delete("memberships", id);
    await assertHasOwner(ctx.unscopedDb, teamId);
  },
});

/** Takes the caller out of a team. */
export const leave = mutation({
  access: "signedIn",
  rateLimit: "memberships.change",
  args: { teamId: zid("teams") },
  returns: z.null(),
  handler: async (ctx, { teamId }) => {
    const membership = await requireMembership(ctx, teamId);
    // Anybody may leave, while the matrix lets only owners remove memberships.
    await ctx.unscopedDb.delete("memberships", membership._id);
    await assertHasOwner(ctx.unscopedDb, teamId);
  },
});

/**
 * Sees to a team after somebody's membership went with their account: without an owner, it gets the one
 * who has been in it for longest, of those who can sign in; without anybody, it goes too.
 */
export const settle = internalMutation({
  args: { teamId: zid("teams") },
  returns: z.null(),
  handler: async (ctx, { teamId }) => {
    if ((await findOwner(ctx.db, teamId)) !== null) return;
    const members = await ctx.db
      .query("memberships")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .take(MEMBERS_MAX);
    const [eldest] = members;
    if (eldest === undefined) return await removeRow(ctx, "teams", teamId);
    // Where all are shut out, whoever is let in again first should not find a team that nobody can lead.
    const next = (await findFree(ctx, members)) ?? eldest;
    await ctx.db.patch("memberships", next._id, { role: "owner" });
  },
});

/** The first of some members who can sign in. */
async function findFree(
  ctx: { db: DatabaseReader },
  members: readonly Doc<"memberships">[],
): Promise<Doc<"memberships"> | null> {
  for (const membership of members) {
    const person = await ctx.db.get("users", membership.userId);
    if (person !== null && whyShutOut(person) === null) return membership;
  }
  return null;
}
