import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicTask, TaskStatus } from "@repo/validators/tasks";
import { usePaginatedQuery, type UsePaginatedQueryResult } from "convex/react";

import { useLastResults } from "@/lib/use-search";
import { useTeam } from "@/session/teams";

/** The tasks of a state, live: newest first, or those that match the words, best first. */
export function useColumn(status: TaskStatus, term: string): UsePaginatedQueryResult<PublicTask> {
  const { _id: teamId } = useTeam();
  const all = usePaginatedQuery(api.tasks.list, term === "" ? { teamId, status } : "skip", {
    initialNumItems: PAGE_SIZE,
  });
  const found = usePaginatedQuery(
    api.tasks.search,
    term === "" ? "skip" : { teamId, term, status },
    { initialNumItems: PAGE_SIZE },
  );
  return useLastResults(term === "" ? all : found);
}
