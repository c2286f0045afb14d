// The API of memories: what the assistant remembers about a user, for the user to see and change.
import { zid } from "@repo/validators/convex";
import {
  memoryInput,
  memoryLimits,
  memoryQuery,
  publicMemory,
} from "@repo/validators/assistant/memories";
import { z } from "zod";
import { internalMutation, internalQuery, mutation, query } from "./builders/functions";
import { readAs, writeAs } from "./builders/actingUser";
import * as memories from "./model/assistant/memories";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";

const ALL_OF_ONE = memoryLimits.perPerson;

/** The caller's memories, newest first, paginated. */
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

/** The caller's memories that share words with the query, best first. */
export const recall = query({
  access: "memories.read",
  args: { query: memoryQuery },
  returns: z.array(publicMemory).max(memoryLimits.recalled),
  handler: async (ctx, args) => await memories.recall(ctx, args.query),
});

/** Stores a memory and returns its id, or the id of an identical one. */
export const remember = mutation({
  access: "memories.create",
  rateLimit: "memories.remember",
  args: memoryInput.shape,
  returns: zid("memories"),
  handler: async (ctx, args) => await memories.remember(ctx, args.text),
});

/** Removes a memory, permanently. */
export const forget = mutation({
  access: "memories.remove",
  args: { id: zid("memories") },
  returns: z.null(),
  handler: async (ctx, args) => await ctx.db.delete("memories", args.id),
});

/** Removes all of the caller's memories, permanently. */
export const forgetAll = mutation({
  access: "memories.remove",
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    // No person has more.
    const all = await ctx.db
      .query("memories")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", ctx.user._id))
      .take(ALL_OF_ONE);
    for (const { _id } of all) await ctx.db.delete("memories", _id);
  },
});

/** The assistant's tool of this name, on behalf of the user. */
export const recallAs = internalQuery({
  args: { userId: zid("users"), query: memoryQuery },
  returns: z.array(z.string()),
  handler: async (ctx, { userId, query }) => {
    const found = await memories.recall(await readAs(ctx, userId, "memories.read"), query);
    return found.map(({ text }) => text);
  },
});

/** The assistant's tool that lists memories, on behalf of the user. */
export const listAs = internalQuery({
  args: { userId: zid("users") },
  returns: z.object({ texts: z.array(z.string()).max(memoryLimits.listed), count: z.number() }),
  handler: async (ctx, { userId }) =>
    await memories.list(await readAs(ctx, userId, "memories.read")),
});

/** The assistant's tool of this name, on behalf of the user. */
export const rememberAs = internalMutation({
  args: { userId: zid("users"), ...memoryInput.shape },
  returns: zid("memories"),
  handler: async (ctx, { userId, text }) =>
    await memories.remember(await writeAs(ctx, userId, "memories.create"), text),
});

/** The assistant's tool of this name, on behalf of the user. */
export const forgetAs = internalMutation({
  args: { userId: zid("users"), query: memoryQuery },
  returns: memories.forgetting,
  handler: async (ctx, { userId, query }) =>
    await memories.forget(await writeAs(ctx, userId, "memories.remove"), query),
});
