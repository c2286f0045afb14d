import type { UsePaginatedQueryResult } from "convex/react";

import { PendingButton } from "@/components/pending-button";

import { words } from "./words";

/** The end of a list that is loaded in pages: a button while there is more, else nothing. */
export function LoadMore({
  status,
  onLoadMore,
}: {
  status: UsePaginatedQueryResult<unknown>["status"];
  onLoadMore: () => void;
}) {
  if (status !== "CanLoadMore" && status !== "LoadingMore") return null;
  return (
    <PendingButton
      variant="outline"
      className="justify-self-center"
      isPending={status === "LoadingMore"}
      onClick={onLoadMore}
    >
      {words.loadMore}
    </PendingButton>
  );
}
