// Counts the rows that still have an older shape. `pnpm plop migration <name> --finish` asks before it narrows a
// table: `convex run oldRows:count '{"table": "notes", "field": "isPinned", "is": "absent"}'`.
import { z } from "zod";
import { internal } from "./_generated/api";
import type { TableNames } from "./_generated/dataModel";
import { internalAction, internalQuery } from "./builders/functions";
import { type CountedPage, countOld } from "./model/platform/oldRows";
import schema from "./schema";

/** Which rows are old: those that lack a field, or those that have it. */
const oldShape = {
  table: z.enum(Object.keys(schema.tables) as [TableNames, ...TableNames[]]),
  field: z.string(),
  is: z.enum(["absent", "present"]),
};

const counted = { rows: z.number(), old: z.number() };

/** Counts a page of a table. */
export const countPage = internalQuery({
  args: { ...oldShape, cursor: z.string().nullable() },
  returns: z.object({ ...counted, cursor: z.string().nullable() }),
  handler: async (ctx, { cursor, ...shape }) => await countOld(ctx.db, shape, cursor),
});

/** Counts a whole table, page by page, so that one of any size can be counted. */
export const count = internalAction({
  args: oldShape,
  returns: z.object(counted),
  handler: async (ctx, shape) => {
    const total = { rows: 0, old: 0 };
    let cursor: string | null = null;
    do {
      // eslint-disable-next-line no-restricted-syntax -- a page each: a table outgrows a transaction
      const page: CountedPage = await ctx.runQuery(internal.oldRows.countPage, {
        ...shape,
        cursor,
      });
      total.rows += page.rows;
      total.old += page.old;
      cursor = page.cursor;
    } while (cursor !== null);
    return total;
  },
});
