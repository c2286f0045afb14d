// The API of memories: what the assistant keeps in mind about a person, for the person to see and change.
import { memoryInput, memoryLimits, memoryQuery, publicMemory } from "@repo/validators/memories";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { internalMutation, internalQuery, mutation, query } from "./functions";
import { readAs, writeAs } from "./model/actingUser";
import * as memories from "./model/memories";
import { clamp, pageOf, paginationOpts } from "./pagination";

/** The caller's memories, the newest first, a page at a time. */
export const list = query({
  access: "memories.read",
  args: { paginationOpts },
  returns: pageOf(publicMemory),
  handler: async (ctx, args) =>
    await ctx.db
      .query("memories")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", ctx.user._id))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** The caller's memories that share words with the query, the best first. */
export const recall = query({
  access: "memories.read",
  args: { query: memoryQuery },
  returns: z.array(publicMemory).max(memoryLimits.recalled),
  handler: async (ctx, args) => await memories.recall(ctx, args.query),
});

/** Keeps something in mind, and answers its id: that of the same memory, when it is known already. */
export const remember = mutation({
  access: "memories.create",
  rateLimit: "memories.remember",
  args: memoryInput.shape,
  returns: zid("memories"),
  handler: async (ctx, args) => await memories.remember(ctx, args.text),
});

/** Forgets a memory for good. */
export const forget = mutation({
  access: "memories.remove",
  args: { id: zid("memories") },
  returns: z.null(),
  handler: async (ctx, args) => await ctx.db.delete("memories", args.id),
});

/** What the assistant's tool of that name does, as the person it answers. */
export const recallAs = internalQuery({
  args: { userId: zid("users"), query: memoryQuery },
  returns: z.array(z.string()),
  handler: async (ctx, { userId, query }) => {
    const found = await memories.recall(await readAs(ctx, userId, "memories.read"), query);
    return found.map(({ text }) => text);
  },
});

/** What the assistant's tool that lists memories brings, as the person it answers. */
export const listAs = internalQuery({
  args: { userId: zid("users") },
  returns: z.object({ texts: z.array(z.string()).max(memoryLimits.listed), count: z.number() }),
  handler: async (ctx, { userId }) =>
    await memories.list(await readAs(ctx, userId, "memories.read")),
});

/** What the assistant's tool of that name does, as the person it answers. */
export const rememberAs = internalMutation({
  args: { userId: zid("users"), ...memoryInput.shape },
  returns: zid("memories"),
  handler: async (ctx, { userId, text }) =>
    await memories.remember(await writeAs(ctx, userId, "memories.create"), text),
});

/** What the assistant's tool of that name does, as the person it answers. */
export const forgetAs = internalMutation({
  args: { userId: zid("users"), query: memoryQuery },
  returns: memories.forgetting,
  handler: async (ctx, { userId, query }) =>
    await memories.forget(await writeAs(ctx, userId, "memories.remove"), query),
});
