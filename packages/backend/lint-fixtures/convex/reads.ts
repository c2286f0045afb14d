// Reads that grow with the table, or that a client can make grow.
import { noteInput, publicNote } from "@repo/validators/notes";
// fires: FILTER_HELPER
import { filter } from "convex-helpers/server/filter";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import type { DatabaseReader } from "../../convex/_generated/server";
import { internalMutation, internalQuery, query } from "../../convex/functions";
import { clamp, pageOf, paginationOpts } from "../../convex/pagination";

const BATCH = 100;

export const everything = query({
  access: "notes.read",
  args: {},
  returns: z.array(publicNote),
  handler: async (ctx) => {
    // fires: @convex-dev/no-collect-in-query
    return await ctx.db.query("notes").collect();
  },
});

export const scanned = query({
  access: "notes.read",
  args: { title: z.string() },
  returns: publicNote.nullable(),
  handler: async (ctx, args) =>
    await ctx.db
      .query("notes")
      .withIndex("by_ownerId")
      // fires: @convex-dev/no-filter-in-query
      .filter((q) => q.eq(q.field("title"), args.title))
      .first(),
});

export const found = query({
  access: "notes.read",
  args: {},
  returns: publicNote.nullable(),
  // fires: READ_WITHOUT_INDEX
  handler: async (ctx) => await ctx.db.query("notes").first(),
});

export const foundLater = query({
  access: "notes.read",
  args: {},
  returns: publicNote.nullable(),
  handler: async (ctx) => {
    const notes = ctx.db.query("notes");
    // fires: READ_WITHOUT_INDEX
    return await notes.first();
  },
});

export const looped = internalQuery({
  args: {},
  returns: z.number(),
  handler: async (ctx) => {
    let count = 0;
    // fires: LOOP_OVER_TABLE
    for await (const note of ctx.db.query("notes").withIndex("by_ownerId"))
      count += note.body.length;
    for (const note of await ctx.db.query("notes").take(BATCH)) count += note.body.length;
    return count;
  },
});

export async function loopedOver(db: DatabaseReader): Promise<number> {
  let count = 0;
  // fires: LOOP_OVER_TABLE
  for await (const note of db.query("notes")) count += note.body.length;
  return count;
}

export const asMany = query({
  access: "notes.read",
  args: { count: z.number() },
  returns: z.array(publicNote),
  handler: async (ctx, args) => {
    // fires: TAKE_UNBOUNDED
    const asked = await ctx.db.query("notes").take(args.count);
    // fires: TAKE_UNBOUNDED
    const far = await ctx.db.query("notes").take(5000);
    return [...asked, ...far, ...(await ctx.db.query("notes").take(20))];
  },
});

export const unclamped = query({
  access: "notes.read",
  // fires: PAGE_ARGUMENT
  args: { paginationOpts: z.object({ numItems: z.number(), cursor: z.string().nullable() }) },
  returns: pageOf(publicNote),
  // fires: PAGE_UNCLAMPED
  handler: async (ctx, args) => await ctx.db.query("notes").paginate(args.paginationOpts),
});

export const thinned = query({
  access: "notes.read",
  args: { paginationOpts },
  returns: pageOf(publicNote),
  handler: async (ctx, args) => {
    const result = await ctx.db.query("notes").paginate(clamp(args.paginationOpts));
    // fires: PAGE_FILTERED
    return { ...result, page: result.page.filter((note) => note.title !== "") };
  },
});

export const thinnedLater = query({
  access: "notes.read",
  args: { paginationOpts },
  returns: z.array(publicNote),
  handler: async (ctx, args) => {
    const { page } = await ctx.db.query("notes").paginate(clamp(args.paginationOpts));
    // fires: PAGE_FILTERED
    return page.filter((note) => note.title !== "");
  },
});

export const swept = internalMutation({
  args: { cursor: z.string().nullable() },
  returns: z.null(),
  handler: async (ctx, { cursor }) => {
    const { page } = await filter(ctx.db.query("notes"), () => true).paginate({
      numItems: BATCH,
      cursor,
    });
    // fires: PAGE_UNCLAMPED
    await ctx.db.query("notes").paginate({ numItems: 9000, cursor });
    // fires: @typescript-eslint/no-non-null-assertion
    await ctx.db.delete("notes", page[0]!._id);
  },
});

export const withoutTable = query({
  access: "notes.read",
  args: { id: zid("notes") },
  returns: noteInput.nullable(),
  // fires: @convex-dev/explicit-table-ids
  handler: async (ctx, args) => await ctx.db.get(args.id),
});
