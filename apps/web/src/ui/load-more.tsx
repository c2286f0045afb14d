import type { UsePaginatedQueryResult } from "convex/react";

import { Button } from "./button.tsx";

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
    <Button
      variant="secondary"
      className="justify-self-center"
      isBusy={status === "LoadingMore"}
      onClick={onLoadMore}
    >
      Load more
    </Button>
  );
}
