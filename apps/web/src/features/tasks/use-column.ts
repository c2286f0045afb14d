import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE, PAGE_SIZE_MAX } from "@repo/validators/pagination";
import type { PublicTask, TaskBoard, TaskCard, TaskStatus } from "@repo/validators/tasks";
import { usePaginatedQuery, type UsePaginatedQueryResult } from "convex/react";
import { useState } from "react";

import { useStableRows } from "@/lib/stable-results";
import { useLoadMore } from "@/lib/use-load-more";
import { useLastResults } from "@/lib/use-search";
import { useTeam } from "@/session/teams";

import type { Shown } from "./search";

/** Which tasks a column or a list shows. */
export interface Column extends Shown {
  /** Absent for all states. */
  status?: TaskStatus | undefined;
}

export const first = { initialNumItems: PAGE_SIZE };

/** The tasks of a state or of all, live: in their order, or those that match the words, best first. */
export function useTaskList(column: Column): UsePaginatedQueryResult<PublicTask> {
  return useLastResults(useListOf(column, first.initialNumItems));
}

/** `column` is null where nothing is asked for. */
function useListOf(column: Column | null, initialNumItems: number) {
  const { _id: teamId } = useTeam();
  const { status, assigneeId, term, order = "newest" } = column ?? {};
  const isAll = term === undefined;
  const all = usePaginatedQuery(
    api.tasks.list,
    column && isAll ? { teamId, status, assigneeId, order } : "skip",
    { initialNumItems },
  );
  const found = usePaginatedQuery(
    api.tasks.search,
    column && !isAll ? { teamId, term, status, assigneeId } : "skip",
    { initialNumItems },
  );
  return isAll ? all : found;
}

/**
 * The tasks of a column: those that came with the board, and once more are asked for, the list of its state.
 * @param part the column of the board
 * @returns rows that stay the same objects until something in them changes
 */
export function useColumn(
  part: TaskBoard["columns"][TaskStatus],
  column: Column,
): { tasks: TaskCard[]; canLoadMore: boolean; loadMore: () => void } {
  const key = JSON.stringify(column);
  const [longKey, setLongKey] = useState<string | null>(null);
  const isLong = longKey === key;
  const list = useListOf(isLong ? column : null, PAGE_SIZE_MAX);
  const isListed = isLong && list.status !== "LoadingFirstPage";
  const loadMore = useLoadMore(list, PAGE_SIZE_MAX);
  return {
    tasks: useStableRows<TaskCard>(isListed ? list.results : part.tasks),
    canLoadMore: isListed ? list.status === "CanLoadMore" : part.isMore && !isLong,
    loadMore: isListed ? loadMore : () => setLongKey(key),
  };
}
