// The API of memberships: who is in a team, and with which role.
import { zid } from "@repo/validators/convex";
import { paths } from "@repo/validators/platform/paths";
import { aTeamRole, publicMembership, teamRole } from "@repo/validators/teams/memberships";
import { teamLimits } from "@repo/validators/teams/teams";
import { z } from "zod";
import type { Doc } from "./_generated/dataModel";
import { internalMutation, mutation, query } from "./builders/functions";
import type { MutationCtx } from "./lib/context";
import { notify } from "./model/platform/notifications";
import { findMembership, requireMembership, requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { removeRow } from "./model/platform/removal";
import { getOrThrow } from "./lib/rows";

const MEMBERS_MAX = teamLimits.members;

/** The members of a team, in the order of joining, paginated. */
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
      // Members of a team see the names of the others, though the matrix hides users.
      const person = await ctx.unscopedDb.get("users", membership.userId);
      return person === null ? [] : [{ ...membership, name: person.name, email: person.email }];
    });
    return { ...found, page: (await Promise.all(people)).flat() };
  },
});

/** Changes the role of a member, and notifies them; if an admin did it, also the owners. */
export const changeRole = mutation({
  access: "memberships.update",
  rateLimit: "memberships.change",
  args: { id: zid("memberships"), role: teamRole },
  returns: z.null(),
  handler: async (ctx, { id, role }) => {
    const membership = await getOrThrow(ctx, "memberships", id);
    // The caller's own membership, before the change, which may be about it; null for an admin outside the team.
    const mine = await findMembership(ctx.unscopedDb, ctx.user._id, membership.teamId);
    await ctx.db.patch("memberships", id, { role });
    if (membership.role === role) return;
    const owners = mine?.role === "owner" ? [] : await ownersOf(ctx, membership.teamId);
    await notifyOfRole(ctx, { ...membership, role }, owners);
  },
});

/** Removes a member from a team. */
export const remove = mutation({
  access: "memberships.remove",
  rateLimit: "memberships.change",
  args: { id: zid("memberships") },
  returns: z.null(),
  handler: async (ctx, { id }) => await ctx.db.delete("memberships", id),
});

/** Removes the caller from a team. */
export const leave = mutation({
  access: "signedIn",
  rateLimit: "memberships.change",
  args: { teamId: zid("teams") },
  returns: z.null(),
  handler: async (ctx, { teamId }) => {
    const membership = await requireMembership(ctx, teamId);
    // Anyone may leave, though the matrix lets only owners remove memberships.
    await ctx.unscopedDb.delete("memberships", membership._id);
  },
});

/** Removes a team without members. */
export const settle = internalMutation({
  args: { teamId: zid("teams") },
  returns: z.null(),
  handler: async (ctx, { teamId }) => {
    const anybody = await ctx.db
      .query("memberships")
      .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
      .first();
    if (anybody === null) await removeRow(ctx, "teams", teamId);
  },
});

/** Notifies the member of every change of role, and the owners if an admin of the app made it. */
async function notifyOfRole(
  ctx: MutationCtx<"memberships.update">,
  { teamId, userId, role }: Doc<"memberships">,
  owners: readonly Doc<"users">["_id"][],
): Promise<void> {
  const team = await getOrThrow(ctx, "teams", teamId);
  // Members of a team see the names of the others.
  const person = await ctx.unscopedDb.get("users", userId);
  const title = `${person?.name ?? "Somebody"} is now ${aTeamRole(role)} of ${team.name}, changed by ${ctx.user.name}`;
  const people = new Set([userId, ...owners]);
  people.delete(ctx.user._id);
  for (const each of people) {
    await notify(ctx, {
      userId: each,
      kind: "teamRoleChanged",
      title,
      link: paths.members(teamId),
    });
  }
}

async function ownersOf(ctx: MutationCtx<"memberships.update">, teamId: Doc<"teams">["_id"]) {
  const owners = await ctx.db
    .query("memberships")
    .withIndex("by_teamId_and_role", (q) => q.eq("teamId", teamId).eq("role", "owner"))
    .take(MEMBERS_MAX);
  return owners.map(({ userId }) => userId);
}
