// Rows that keep their identity. The client decodes the whole page when one of its rows changes, so that every row is
// a new object; memoized components would all be drawn again.
import { compareValues, type Value } from "convex/values";
import type { UsePaginatedQueryResult } from "convex/react";
import { useEffect, useMemo, useRef } from "react";

interface Row {
  _id: string;
}

/**
 * The result of a list whose rows are the same objects as before, where nothing in them has changed: a component that
 * is memoized by its row is drawn again only when that row changes.
 * @param list what `usePaginatedQuery` returns
 */
export function useStableResults<Item extends Row>(
  list: UsePaginatedQueryResult<Item>,
): UsePaginatedQueryResult<Item> {
  const results = useStableRows(list.results);
  return useMemo(() => ({ ...list, results }), [list, results]);
}

/**
 * The same for rows that a query returns with something else.
 * @param rows a part of its result
 */
export function useStableRows<Item extends Row>(rows: Item[]): Item[] {
  const last = useRef<Item[]>([]);
  const stable = useMemo(() => keepRows(last.current, rows), [rows]);
  useEffect(() => {
    last.current = stable;
  });
  return stable;
}

/**
 * Replaces rows by those of before that are equal.
 * @param before the rows that are shown
 * @param rows the rows to show
 * @returns `before` itself when nothing has changed
 */
export function keepRows<Item extends Row>(before: Item[], rows: Item[]): Item[] {
  const known = new Map(before.map((row) => [row._id, row]));
  const kept = rows.map((row) => {
    const old = known.get(row._id);
    return old !== undefined && isEqual(old, row) ? old : row;
  });
  const isSame = kept.length === before.length && kept.every((row, at) => row === before[at]);
  return isSame ? before : kept;
}

/**
 * A value that stays the same object until something in it changes.
 * @param value a part of what a query returns; undefined while it is loading
 */
export function useStable<Part extends Value | undefined>(value: Part): Part {
  const last = useRef(value);
  const stable = useMemo(
    () => (compareValues(last.current, value) === 0 ? last.current : value),
    [value],
  );
  useEffect(() => {
    last.current = stable;
  });
  return stable;
}

function isEqual(one: Row, other: Row): boolean {
  return one === other || compareValues(present(one), present(other)) === 0;
}

/** Optimistic updates set a field to undefined where the server leaves it out. */
function present(row: Row): Value {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}
