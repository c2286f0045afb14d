// The API of teams. Members see a team, owners change it.
import { zid } from "@repo/validators/convex";
import { publicTeam, teamChanges, teamInput } from "@repo/validators/teams/teams";
import { z } from "zod";
import { mutation, query } from "./builders/functions";
import type { QueryCtx } from "./lib/context";
import { addMember, findMembership, teamsOf } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";
import type { Doc } from "./_generated/dataModel";

/** The caller's teams, last joined first, paginated. */
export const list = query({
  access: "teams.read",
  args: { paginationOpts },
  returns: pageOf(publicTeam),
  handler: async (ctx, args) => {
    // One's own memberships. Those of a team that is removed may exist for a short time.
    const found = await ctx.unscopedDb
      .query("memberships")
      .withIndex("by_userId", (q) => q.eq("userId", ctx.user._id))
      .order("desc")
      .paginate(clamp(args.paginationOpts));
    return { ...found, page: await teamsOf(ctx.unscopedDb, found.page) };
  },
});

/** One team. */
export const get = query({
  access: "teams.read",
  args: { id: zid("teams") },
  returns: publicTeam,
  handler: async (ctx, args) => await shown(ctx, await getOrThrow(ctx, "teams", args.id)),
});

/** Creates a team that the caller owns, and returns its id. */
export const create = mutation({
  access: "teams.create",
  rateLimit: "teams.create",
  args: teamInput.shape,
  returns: zid("teams"),
  handler: async (ctx, args) => {
    const teamId = await ctx.db.insert("teams", { ...args, memberCount: 0 });
    // No scope covers the first membership of a team yet.
    await addMember(ctx.unscopedDb, { teamId, userId: ctx.user._id, role: "owner" });
    return teamId;
  },
});

/** Changes the given fields. */
export const update = mutation({
  access: "teams.update",
  rateLimit: "teams.update",
  args: { id: zid("teams"), ...teamChanges.shape },
  returns: z.null(),
  handler: async (ctx, { id, ...changes }) => await ctx.db.patch("teams", id, changes),
});

/** Removes a team with all that belongs to it, permanently. */
export const remove = mutation({
  access: "teams.remove",
  args: { id: zid("teams") },
  returns: z.null(),
  handler: async (ctx, args) => await ctx.db.delete("teams", args.id),
});

/** A team as the caller sees it: with their role in it. */
async function shown(ctx: QueryCtx<"teams.read">, team: Doc<"teams">) {
  // One's own membership, which an admin who reads every team may not have.
  const mine = await findMembership(ctx.unscopedDb, ctx.user._id, team._id);
  return { ...team, myRole: mine?.role ?? null };
}
