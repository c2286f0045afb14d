// What the rows are called that the rows of a list refer to: one query for a table, however long the list is.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { useQueries } from "convex/react";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useEffect, useMemo, useRef } from "react";

import { exactMomentText } from "@/lib/moments";

type Call = FunctionArgs<typeof api.names.list>;
type Ids = readonly (Call["ids"][number] | null | undefined)[];
type Answer = FunctionReturnType<typeof api.names.list> | Error | undefined;
type Names = ReadonlyMap<string, string>;

/** The ids by their table, as often as they come; undefined or null where a row refers to none. */
export type Wanted = { [Table in Call["table"]]?: readonly (Id<Table> | null | undefined)[] };

/** What stands for a name that is not known. */
export const NAMELESS = "–";

/** What a row is called: a dash while it is loading, or when the caller may not see it. */
export type NameOf = (id: string | null | undefined) => string | undefined;

/** Names rows by their ids, live. Names that are known stay while those of a longer list are on the way. */
export function useNames(wanted: Wanted): NameOf {
  const calls = callsFor(wanted);
  // `useQueries` takes another object for other queries, and each render creates new lists.
  const queries = useMemo(
    () => Object.fromEntries(calls.map((args) => [keyOf(args), { query: api.names.list, args }])),
    [calls.map(keyOf).join()],
  );
  const answers: Record<string, Answer> = useQueries(queries);
  const last = useRef<Names>(new Map());
  const names = namesIn(calls, answers, last.current);
  useEffect(() => {
    last.current = names;
  });
  return (id) => (id === undefined || id === null ? undefined : (names.get(id) ?? NAMELESS));
}

const keyOf = (call: Call) => JSON.stringify(call);

/** The calls that name rows: the ids of each in one order, so that those who want the same share it. */
export function callsFor(wanted: Wanted): Call[] {
  return Object.entries<Ids>(wanted).flatMap(([table, all]) => {
    const ids = [...new Set(all)].filter((id) => id !== undefined && id !== null).sort();
    const calls: Call[] = [];
    for (let at = 0; at < ids.length; at += PAGE_SIZE_MAX) {
      calls.push({ table: table as Call["table"], ids: ids.slice(at, at + PAGE_SIZE_MAX) });
    }
    return calls;
  });
}

/**
 * Puts names to ids; a row without one is called by when it was made.
 * @param calls what was asked
 * @param answers by the text of the call; absent while one is on the way
 * @param last names from before, for rows whose answer is on the way
 */
export function namesIn(
  calls: readonly Call[],
  answers: Readonly<Record<string, Answer>>,
  last: Names,
): Names {
  const names = new Map<string, string>();
  for (const call of calls) {
    const answer = answers[keyOf(call)];
    const known = answer instanceof Error ? [] : answer;
    for (const [at, id] of call.ids.entries()) {
      const name = known === undefined ? last.get(id) : known[at];
      if (typeof name === "string") names.set(id, name);
      if (typeof name === "number") names.set(id, exactMomentText(name));
    }
  }
  return names;
}
