import { PAGE_SIZE } from "@repo/validators/pagination";
import type { UsePaginatedQueryResult } from "convex/react";
import { useCallback } from "react";

/** Asks for the next page of a list. The same function as long as the list's own is. */
export function useLoadMore({ loadMore }: UsePaginatedQueryResult<unknown>): () => void {
  return useCallback(() => loadMore(PAGE_SIZE), [loadMore]);
}
