import { api } from "@repo/backend/_generated/api";
import type { TaskBoard } from "@repo/validators/tasks";
import { useQueries, type RequestForQueries } from "convex/react";
import { useMemo, useState } from "react";

import { useTeam } from "@/session/teams";

import type { Shown } from "./search";

/**
 * The board of the team, live; while another one is on the way, the one that was there before.
 * @param shown which tasks it has; null where there is no board
 * @returns undefined while it is loading; an error where it was refused
 */
export function useBoard(shown: Shown | null): TaskBoard | Error | undefined {
  const { _id: teamId } = useTeam();
  const key = JSON.stringify(shown);
  // `useQueries` takes another object for other queries, and no argument that is undefined.
  const queries = useMemo((): RequestForQueries => {
    const args = JSON.parse(key) as Record<string, string> | null;
    return args === null ? {} : { board: { query: api.tasks.board, args: { ...args, teamId } } };
  }, [key, teamId]);
  const board = useQueries(queries).board as TaskBoard | Error | undefined;
  const [last, setLast] = useState<TaskBoard>();
  if (board !== undefined && !(board instanceof Error) && board !== last) setLast(board);
  return board ?? (shown ? last : undefined);
}
