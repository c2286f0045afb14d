// A list that is loaded in pages, live: a skeleton while its first page is on the way, what stands in place of no rows,
// and a button for more.
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { UsePaginatedQueryResult } from "convex/react";
import type { ReactNode } from "react";

import { LoadMore } from "@/components/load-more";
import { PageSkeleton } from "@/components/page-skeleton";
import { useKeepFocus } from "@/components/use-keep-focus";
import { useStableResults } from "@/lib/stable-results";
import { cn } from "@/lib/utils";

/** Rows between lines, in a frame. */
export const framedRows = "divide-y rounded-xl border bg-card";

/**
 * `children` draws a row as an `li` with its key, and with `tabIndex={-1}` where it has buttons. A row that has not
 * changed is the same object as before, so that a component that is memoized is not drawn again.
 */
export function PagedList<Row extends { _id: string }>({
  rows,
  label,
  loading,
  empty,
  className = framedRows,
  children,
}: {
  rows: UsePaginatedQueryResult<Row>;
  /** What the list is, for screen readers. */
  label: string;
  /** What is on the way, for screen readers. */
  loading: string;
  /** A sentence, or a panel. */
  empty: ReactNode;
  className?: string;
  children: (row: Row) => ReactNode;
}) {
  const { status, results, loadMore } = useStableResults(rows);
  if (status === "LoadingFirstPage") return <PageSkeleton label={loading} />;
  const isEmpty = results.length === 0;
  if (isEmpty && status === "Exhausted") {
    return typeof empty === "string" ? <p className="text-muted-foreground">{empty}</p> : empty;
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      {!isEmpty && (
        <RowList label={label} className={className}>
          {results.map(children)}
        </RowList>
      )}
      <LoadMore status={status} onLoadMore={() => loadMore(PAGE_SIZE)} />
    </div>
  );
}

/** Rows that are all there. The focus stays in the list when a row goes. */
export function RowList({
  label,
  className = framedRows,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const ref = useKeepFocus<HTMLUListElement>();
  return (
    <ul ref={ref} aria-label={label} className={cn("focus:outline-none", className)}>
      {children}
    </ul>
  );
}
