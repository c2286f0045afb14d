// Pages that the agent component reads.
import type { PaginationOptions } from "convex/server";
import { z } from "zod";
import { clamp } from "../../lib/pagination";

/**
 * Bounds a client's request for pages that the agent component reads, as `clamp` does for others. The component
 * bounds pages with an end cursor, too, and its hooks need one: its pages do not grow by themselves.
 * @param options as the client sent them
 * @returns at most `PAGE_SIZE_MAX` rows, or with an end cursor twice as many
 */
export function clampForAgent(options: PaginationOptions): PaginationOptions {
  return { ...clamp(options), endCursor: options.endCursor };
}

/** How the agent's hooks split a page that has more rows up to its end cursor. */
export const agentSplit = {
  splitCursor: z.string().nullish(),
  pageStatus: z.enum(["SplitRecommended", "SplitRequired"]).nullish(),
};
