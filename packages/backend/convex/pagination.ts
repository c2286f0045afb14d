// Lists come in pages: the shapes of their arguments and results, and the bound on their size.
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { convexToZod } from "convex-helpers/server/zod4";
import { type PaginationOptions, paginationOptsValidator } from "convex/server";
import { z } from "zod";

/** The argument `paginationOpts` of a list, as Convex's clients send it. */
export const paginationOpts = convexToZod(paginationOptsValidator);

/**
 * Makes the result shape of a list.
 * @param item the public shape of one row
 * @returns the shape of one page of such rows
 */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    page: z.array(item),
    isDone: z.boolean(),
    continueCursor: z.string(),
    splitCursor: z.string().nullish(),
    pageStatus: z.enum(["SplitRecommended", "SplitRequired"]).nullish(),
  });
}

/**
 * Bounds what a client asked for, so that no page outgrows a transaction.
 * @param options as the client sent them
 * @returns the same with at least one and at most `PAGE_SIZE_MAX` rows to a page
 */
export function clamp(options: PaginationOptions): PaginationOptions {
  const asked = Math.trunc(options.numItems) || 1;
  return {
    ...options,
    numItems: Math.min(Math.max(asked, 1), PAGE_SIZE_MAX),
    maximumRowsRead: PAGE_SIZE_MAX * 2,
  };
}
