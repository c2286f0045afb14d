// A reference to a row: choosing one in a form, and showing by name which one it is.
import type { Permission } from "@repo/validators/access";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { CatchBoundary } from "@tanstack/react-router";
import {
  usePaginatedQuery,
  useQueries,
  type PaginatedQueryArgs,
  type PaginatedQueryItem,
  type PaginatedQueryReference,
  type RequestForQueries,
} from "convex/react";
import {
  getFunctionName,
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
} from "convex/server";
import { useMemo, useState, type ReactNode } from "react";

import { errorSentence } from "@/lib/error-sentences";
import { useLastResults, useSearch } from "@/lib/use-search";
import { useMayList } from "@/session/use-may";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { SelectField, type FieldProps } from "@/components/form/fields";

import { SeveralField, chosenIn } from "./several-field";
import { words } from "./words";

type RowQuery = FunctionReference<"query", "public">;

interface RowFieldProps<
  Name extends string,
  Query extends PaginatedQueryReference,
  One extends RowQuery,
> extends FieldProps<Name> {
  /** What reading the list takes. */
  permission: Permission;
  rows: Query;
  /** What the list asks for beside the page: nothing, or the team. */
  args?: Omit<PaginatedQueryArgs<Query>, "paginationOpts">;
  /** Finds rows by words, its argument `term`; with it a list that is longer than a page is searched. */
  search?: PaginatedQueryReference;
  /** Answers one row by its id: the one that is set. */
  row?: One;
  /** What a person reads for a row. */
  nameOf: (row: PaginatedQueryItem<Query> | FunctionReturnType<One>) => string;
}

/**
 * Offers the rows of a list to users who may read it; others cannot choose one. They are asked for when
 * somebody turns to the field, as most forms are never filled in.
 */
export function RowField<
  Name extends string,
  Query extends PaginatedQueryReference,
  One extends RowQuery,
>(props: RowFieldProps<Name, Query, One>) {
  return (
    <Refusable name={props.name} label={props.label}>
      <RowSelect {...props} />
    </Refusable>
  );
}

/** The same for a list of references. */
export function RowsField<
  Name extends string,
  Query extends PaginatedQueryReference,
  One extends RowQuery,
>(props: RowFieldProps<Name, Query, One>) {
  return (
    <Refusable name={props.name} label={props.label}>
      <RowsSelect {...props} />
    </Refusable>
  );
}

/** Where the list is refused, the rest of the form stays. */
function Refusable({
  name,
  label,
  children,
}: {
  name: string;
  label: string;
  children: ReactNode;
}) {
  return (
    <CatchBoundary
      getResetKey={() => name}
      errorComponent={({ error, reset }) => (
        <div className="grid justify-items-start gap-2 text-sm text-destructive">
          <p role="alert">
            {label}: {errorSentence(error)}
          </p>
          <Button variant="outline" size="sm" onClick={reset}>
            {words.tryAgain}
          </Button>
        </div>
      )}
    >
      {children}
    </CatchBoundary>
  );
}

function RowSelect<
  Name extends string,
  Query extends PaginatedQueryReference,
  One extends RowQuery,
>({ permission, rows, args, search, row, nameOf, ...field }: RowFieldProps<Name, Query, One>) {
  const { options, ...offer } = useOffer({ permission, rows, args, search, nameOf, ...field });
  const value = field.form.valueOf(field.name);
  const isOffered = value === "" || options.some((option) => option.value === value);
  const set = useRow(row, isOffered ? null : value);
  // The row may be one that is not loaded, or that the caller does not see.
  if (!isOffered) {
    options.push({ value, label: set === null ? words.current : nameOf(set) });
  }
  return (
    <Offered offer={offer} label={field.label}>
      <SelectField {...field} options={options} hint={offer.hint ?? field.hint} />
    </Offered>
  );
}

function RowsSelect<
  Name extends string,
  Query extends PaginatedQueryReference,
  One extends RowQuery,
>({ permission, rows, args, search, row, nameOf, ...field }: RowFieldProps<Name, Query, One>) {
  const { options, ...offer } = useOffer({ permission, rows, args, search, nameOf, ...field });
  const names = new Map(options.map(({ value, label }) => [value, label]));
  const chosen = chosenIn(field.form.valueOf(field.name));
  const found = useRows(
    row,
    chosen.filter((id) => !names.has(id)),
  );
  for (const [id, one] of found) names.set(id, nameOf(one));
  return (
    <Offered offer={offer} label={field.label}>
      <SeveralField
        {...field}
        options={options}
        hint={offer.hint ?? field.hint}
        nameOf={(id) => names.get(id) ?? words.current}
      />
    </Offered>
  );
}

/** The rows that a field offers: those of the list, or those that are found. They are asked for once somebody turns to it. */
function useOffer<Query extends PaginatedQueryReference>({
  permission,
  rows,
  args = {} as never,
  search,
  nameOf,
  autoFocus = false,
}: Pick<
  RowFieldProps<string, Query, RowQuery>,
  "permission" | "rows" | "args" | "search" | "nameOf" | "autoFocus"
>) {
  const mayRead = useMayList(permission);
  const [isWanted, setIsWanted] = useState(autoFocus);
  const { text, setText, term } = useSearch();
  const isAsked = mayRead && isWanted;
  const first = { initialNumItems: PAGE_SIZE };
  const isFound = search !== undefined && term !== "";
  const listed = usePaginatedQuery(
    rows,
    isAsked && !isFound ? (args as PaginatedQueryArgs<Query>) : "skip",
    first,
  );
  const found = usePaginatedQuery(
    search ?? (rows as PaginatedQueryReference),
    isAsked && isFound ? { ...args, term } : "skip",
    first,
  );
  // Both answer the same rows.
  const shown = useLastResults(isFound ? (found as typeof listed) : listed);
  const { results, status, loadMore } = shown;
  const hasMore = status === "CanLoadMore" || status === "LoadingMore";
  let hint: string | undefined;
  if (!mayRead) hint = words.noAccess;
  else if (isAsked && status === "LoadingFirstPage") hint = words.loadingOptions;
  else if (isFound) hint = words.found(results.length, hasMore);
  return {
    options: results.map((each) => ({ value: String(each._id), label: nameOf(each) })),
    status,
    hasMore,
    loadMore,
    hint,
    want: () => setIsWanted(true),
    /** Absent where all of the list is offered already. */
    looking: search && (text !== "" || hasMore) ? { text, setText } : undefined,
  };
}

function Offered({
  offer: { status, hasMore, loadMore, want, looking },
  label,
  children,
}: {
  offer: Omit<ReturnType<typeof useOffer>, "options" | "hint">;
  /** What the field is called. */
  label: string;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-2" onFocus={want} onPointerEnter={want}>
      {children}
      {looking && (
        <Input
          type="search"
          autoComplete="off"
          aria-label={words.findIn(label)}
          placeholder={words.findIn(label)}
          value={looking.text}
          onChange={({ target }) => looking.setText(target.value)}
          // Otherwise the form would be sent.
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      )}
      {hasMore && (
        <Button
          type="button"
          variant="outline"
          className="justify-self-center"
          disabled={status === "LoadingMore"}
          onClick={() => loadMore(PAGE_SIZE)}
        >
          {words.loadMore}
        </Button>
      )}
    </div>
  );
}

/** The name of a row: a dash while it is loading, or when the caller may not see it. */
export function RowName<Query extends RowQuery>({
  query,
  id,
  nameOf,
}: {
  /** Answers one row by its id. Rows with the same id share one subscription. */
  query: Query;
  id: FunctionArgs<Query>["id"];
  nameOf: (row: FunctionReturnType<Query>) => string;
}) {
  const row = useRow(query, id);
  return <>{row === null ? "–" : nameOf(row)}</>;
}

/** A row by its id; null while it is not known, and where the caller may not see it. */
function useRow<Query extends RowQuery>(
  query: Query | undefined,
  id: string | null,
): FunctionReturnType<Query> | null {
  return useRows(query, id === null ? [] : [id]).get(id ?? "") ?? null;
}

/** Rows by their ids, without those that are not known, and those that the caller may not see. */
function useRows<Query extends RowQuery>(
  query: Query | undefined,
  ids: readonly string[],
): ReadonlyMap<string, FunctionReturnType<Query>> {
  // `useQueries` takes another object for other queries, and `api` gives another reference each time.
  const name = query && getFunctionName(query);
  const queries = useMemo(
    (): RequestForQueries =>
      query === undefined ? {} : Object.fromEntries(ids.map((id) => [id, { query, args: { id } }])),
    [name, ids.join()],
  );
  const rows: Record<string, FunctionReturnType<Query> | Error | undefined> = useQueries(queries);
  return new Map(
    Object.entries(rows).filter(([, row]) => row !== undefined && !(row instanceof Error)),
  );
}
