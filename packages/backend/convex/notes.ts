// The API of notes. A note is a short text that only its owner sees.
import { zid } from "@repo/validators/convex";
import { noteChanges, noteInput, publicNote } from "@repo/validators/notes";
import { z } from "zod";
import { mutation, query } from "./builders/functions";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

/** The caller's notes, the newest first, a page at a time. */
export const list = query({
  access: "notes.read",
  args: { paginationOpts },
  returns: pageOf(publicNote),
  handler: async (ctx, args) =>
    await ctx.db
      .query("notes")
      .withIndex("by_ownerId", (q) => q.eq("ownerId", ctx.user._id))
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** One note. */
export const get = query({
  access: "notes.read",
  args: { id: zid("notes") },
  returns: publicNote,
  handler: async (ctx, args) => await getOrThrow(ctx, "notes", args.id),
});

/** Adds a note of the caller's, and answers its id. */
export const create = mutation({
  access: "notes.create",
  rateLimit: "notes.create",
  args: noteInput.shape,
  returns: zid("notes"),
  handler: async (ctx, args) => await ctx.db.insert("notes", { ...args, ownerId: ctx.user._id }),
});

/** Changes the fields that are given. */
export const update = mutation({
  access: "notes.update",
  args: { id: zid("notes"), ...noteChanges.shape },
  returns: z.null(),
  handler: async (ctx, { id, ...changes }) => await ctx.db.patch("notes", id, changes),
});

/** Removes a note for good. */
export const remove = mutation({
  access: "notes.remove",
  args: { id: zid("notes") },
  returns: z.null(),
  handler: async (ctx, args) => await ctx.db.delete("notes", args.id),
});
