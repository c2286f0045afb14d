// What the people are called that the rows of a list name: one query for each person, however often they come.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { useQueries, type RequestForQueries } from "convex/react";
import { useMemo } from "react";

/**
 * Names people by their ids, live.
 * @param ids of accounts, as often as they come; undefined where a row names nobody
 * @returns the name by the id; undefined while it is on the way, and for those whom the caller may not see
 */
export function usePeople(
  ids: readonly (string | undefined)[],
): (id: string | undefined) => string | undefined {
  const wanted = [...new Set(ids)].filter((id) => id !== undefined).sort();
  // `useQueries` takes another object for other queries, and each render creates a new list.
  const key = wanted.join();
  const queries = useMemo(
    (): RequestForQueries =>
      Object.fromEntries(
        wanted.map((id) => [id, { query: api.users.get, args: { userId: id as Id<"users"> } }]),
      ),
    [key],
  );
  const answers = useQueries(queries) as Record<string, { name: string } | Error | undefined>;
  return (id) => {
    const person = id === undefined ? undefined : answers[id];
    return person instanceof Error ? undefined : person?.name;
  };
}
