import { PAGE_SIZE } from "@repo/validators/pagination";
import type { UsePaginatedQueryResult } from "convex/react";
import { useCallback } from "react";

/**
 * Asks for the next page of a list. The same function as long as the list's own is.
 * @param list what `usePaginatedQuery` returns
 * @param size rows of a page; lists that are scrolled quickly take larger ones
 */
export function useLoadMore(
  { loadMore }: UsePaginatedQueryResult<unknown>,
  size: number = PAGE_SIZE,
): () => void {
  return useCallback(() => loadMore(size), [loadMore, size]);
}
