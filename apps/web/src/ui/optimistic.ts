// What lists show until the server has answered: rows that it has not confirmed, and rows that are gone.
import type { OptimisticLocalStore } from "convex/browser";
import type { PaginatedQueryReference } from "convex/react";
import type { Id, TableNames } from "@repo/backend/_generated/dataModel";

/** A row that the server has not confirmed yet has an id of this form. */
const TEMPORARY = "temporary:";

/** An id for a row that is on its way to the server. */
export function temporaryId<Table extends TableNames>(): Id<Table> {
  return `${TEMPORARY}${crypto.randomUUID()}` as Id<Table>;
}

/** Whether a row is still on its way to the server, so that it cannot be changed yet. */
export function isTemporary({ _id }: { _id: string }): boolean {
  return _id.startsWith(TEMPORARY);
}

/**
 * Takes a row out of every page of a list that is shown.
 * @param store what an optimistic update is given
 * @param list the query of the list
 * @param id the row
 */
export function removeFromPages(
  store: OptimisticLocalStore,
  list: PaginatedQueryReference,
  id: string,
): void {
  for (const { args, value } of store.getAllQueries(list)) {
    if (!value?.page.some(({ _id }) => _id === id)) continue;
    const page = value.page.filter(({ _id }) => _id !== id);
    store.setQuery(list, args, { ...value, page });
  }
}

/**
 * Turns the changes of a call into those of a row: null takes a value away.
 * @param changes fields with their new values; what is absent stays as it is
 */
export function cleared<Changes extends object>(
  changes: Changes,
): { [Field in keyof Changes]: Exclude<Changes[Field], null> | undefined } {
  const values = Object.entries(changes).map(([field, value]) => [field, value ?? undefined]);
  return Object.fromEntries(values);
}
