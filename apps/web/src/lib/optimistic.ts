// What lists show until the server has answered: rows that it has not confirmed, and rows that are gone.
import type { OptimisticLocalStore } from "convex/browser";
import {
  insertAtPosition,
  type PaginatedQueryItem,
  type PaginatedQueryReference,
} from "convex/react";
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
 * Changes a row in every page of a list that is shown, whatever the list was asked for.
 * @param store what an optimistic update is given
 * @param list the query of the list
 * @param id the row
 * @param changes its fields with their new values
 */
export function changeInPages<List extends PaginatedQueryReference>(
  store: OptimisticLocalStore,
  list: List,
  id: string,
  changes: Partial<PaginatedQueryItem<List>>,
): void {
  editPages(store, list, id, (row) => [{ ...row, ...changes }]);
}

/**
 * Takes a row out of every page of a list that is shown, whatever the list was asked for.
 * @param store what an optimistic update is given
 * @param list the query of the list
 * @param id the row
 */
export function removeFromPages(
  store: OptimisticLocalStore,
  list: PaginatedQueryReference,
  id: string,
): void {
  editPages(store, list, id, () => []);
}

/**
 * Finds a row as it is shown in the pages of some lists.
 * @param store what an optimistic update is given
 * @param lists the queries of the lists
 * @param id the row
 */
export function findInPages<List extends PaginatedQueryReference>(
  store: OptimisticLocalStore,
  lists: readonly List[],
  id: string,
): PaginatedQueryItem<List> | undefined {
  for (const list of lists) {
    for (const { value } of store.getAllQueries(list)) {
      const rows: PaginatedQueryItem<List>[] = value?.page ?? [];
      const found = rows.find(({ _id }) => _id === id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * Inserts a row where the order of a list has it, as `insertAtPosition` does, and into lists that are empty: those
 * it leaves empty until the server has answered.
 * @param options what `insertAtPosition` takes
 */
export function insertInPages<List extends PaginatedQueryReference>(
  options: Parameters<typeof insertAtPosition<List>>[0],
): void {
  const { localQueryStore: store, paginatedQuery: list, argsToMatch, item } = options;
  // Before others are filled: a row that was just inserted is not inserted twice.
  const empty = store.getAllQueries(list).flatMap(({ args, value }) => {
    const asked = args as Record<string, unknown>;
    const isMatch = Object.entries(argsToMatch ?? {}).every(([key, given]) => asked[key] === given);
    const isFirst = (args.paginationOpts as { cursor: string | null }).cursor === null;
    const isEmpty = value?.isDone === true && value.page.length === 0;
    return isMatch && isFirst && isEmpty ? [{ args, value }] : [];
  });
  insertAtPosition(options);
  for (const { args, value } of empty) store.setQuery(list, args, { ...value, page: [item] });
}

/** Puts into each page that has a row what the row becomes. */
function editPages(
  store: OptimisticLocalStore,
  list: PaginatedQueryReference,
  id: string,
  become: (row: { _id: string }) => { _id: string }[],
): void {
  for (const { args, value } of store.getAllQueries(list)) {
    const rows: { _id: string }[] = value?.page ?? [];
    if (value === undefined || !rows.some(({ _id }) => _id === id)) continue;
    const page = rows.flatMap((row) => (row._id === id ? become(row) : [row]));
    store.setQuery(list, args, { ...value, page });
  }
}

/**
 * Turns the changes of a call into those of a row: null takes a value away.
 * @param changes fields with their new values; what is absent stays as it is
 * @param nullable fields in which null is a value
 */
export function cleared<Changes extends object, const Kept extends string = never>(
  changes: Changes,
  nullable: readonly Kept[] = [],
): {
  [Field in keyof Changes]:
    (Field extends Kept ? Changes[Field] : Exclude<Changes[Field], null>) | undefined;
} {
  const kept: readonly string[] = nullable;
  const values = Object.entries(changes).map(([field, value]) => [
    field,
    kept.includes(field) ? value : (value ?? undefined),
  ]);
  return Object.fromEntries(values);
}
