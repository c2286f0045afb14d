import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicTask, TaskOrder, TaskStatus } from "@repo/validators/tasks";
import { usePaginatedQuery, type UsePaginatedQueryResult } from "convex/react";

import { useLastResults } from "@/lib/use-search";
import { useTeam } from "@/session/teams";

/** Which tasks a column or a list shows. */
export interface Column {
  /** Absent for all states. */
  status?: TaskStatus | undefined;
  /** Words of their titles; `""` for all tasks. */
  term: string;
  order: TaskOrder;
}

/** The tasks of a state, live: by when they were created, or those that match the words, best first. */
export function useColumn({ status, term, order }: Column): UsePaginatedQueryResult<PublicTask> {
  const { _id: teamId } = useTeam();
  const all = usePaginatedQuery(
    api.tasks.list,
    term === "" ? { teamId, status, order } : "skip",
    first,
  );
  const found = usePaginatedQuery(
    api.tasks.search,
    term === "" ? "skip" : { teamId, term, status },
    first,
  );
  return useLastResults(term === "" ? all : found);
}

export const first = { initialNumItems: PAGE_SIZE };
