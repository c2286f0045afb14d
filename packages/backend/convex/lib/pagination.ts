// Lists come in pages: the shapes of their arguments and results, and the bound on their size.
import { convexToZod } from "@repo/validators/convex";
import { PAGE_BYTES_MAX, PAGE_SIZE_MAX } from "@repo/validators/pagination";
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
  });
}

/**
 * Bounds what a client asked for, so that no page outgrows a transaction. An end cursor is dropped: with one
 * Convex reads all rows up to it and ignores every other bound. Its clients send one only to split a page
 * in two at a `splitCursor`, which no answer of ours has.
 * @param options as the client sent them
 * @returns where to start, for at least one and at most `PAGE_SIZE_MAX` rows
 */
export function clamp({ numItems, cursor }: PaginationOptions): PaginationOptions {
  const asked = Math.trunc(numItems) || 1;
  return {
    numItems: Math.min(Math.max(asked, 1), PAGE_SIZE_MAX),
    cursor,
    maximumRowsRead: PAGE_SIZE_MAX * 2,
    maximumBytesRead: PAGE_BYTES_MAX,
  };
}
