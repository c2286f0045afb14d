import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicTask, TaskOrder, TaskStatus } from "@repo/validators/tasks";
import { usePaginatedQuery, type UsePaginatedQueryResult } from "convex/react";

import { useLastResults } from "@/lib/use-search";
import { useTeam } from "@/session/teams";

/** Which tasks the page shows, in all its columns. */
export interface Shown {
  /** Absent for everybody's. */
  assigneeId?: Id<"users"> | undefined;
  /** Words of their titles; `""` for all tasks. */
  term: string;
  order: TaskOrder;
}

/** Which tasks a column or a list shows. */
export interface Column extends Shown {
  /** Absent for all states. */
  status?: TaskStatus | undefined;
}

/** The tasks of a state, live: in their order, or those that match the words, best first. */
export function useColumn({
  status,
  assigneeId,
  term,
  order,
}: Column): UsePaginatedQueryResult<PublicTask> {
  const { _id: teamId } = useTeam();
  const all = usePaginatedQuery(
    api.tasks.list,
    term === "" ? { teamId, status, assigneeId, order } : "skip",
    first,
  );
  const found = usePaginatedQuery(
    api.tasks.search,
    term === "" ? "skip" : { teamId, term, status, assigneeId },
    first,
  );
  return useLastResults(term === "" ? all : found);
}

export const first = { initialNumItems: PAGE_SIZE };
