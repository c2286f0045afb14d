import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { useQueries, type RequestForQueries } from "convex/react";
import { useMemo } from "react";

/** The name of a person: a dash while it is loading, or where the caller may not see it. */
export function PersonName({ id }: { id: Id<"users"> }) {
  // `useQueries` hands out a refusal instead of throwing it, and takes another object for other queries.
  const queries = useMemo(
    (): RequestForQueries => ({ person: { query: api.users.get, args: { userId: id } } }),
    [id],
  );
  const person = useQueries(queries).person as { name: string } | Error | undefined;
  return <>{person === undefined || person instanceof Error ? "–" : person.name}</>;
}
