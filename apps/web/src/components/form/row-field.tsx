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
import { useMemo, useState } from "react";

import { errorSentence } from "@/lib/error-sentences";
import { useMayList } from "@/session/use-may";
import { Button } from "@/components/ui/button";
import { SelectField, type FieldProps } from "@/components/form/fields";

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
  // Where the list is refused, the rest of the form stays.
  return (
    <CatchBoundary
      getResetKey={() => props.name}
      errorComponent={({ error, reset }) => (
        <div className="grid justify-items-start gap-2 text-sm text-destructive">
          <p role="alert">
            {props.label}: {errorSentence(error)}
          </p>
          <Button variant="outline" size="sm" onClick={reset}>
            {words.tryAgain}
          </Button>
        </div>
      )}
    >
      <RowSelect {...props} />
    </CatchBoundary>
  );
}

function RowSelect<
  Name extends string,
  Query extends PaginatedQueryReference,
  One extends RowQuery,
>({
  permission,
  rows,
  args = {} as never,
  row,
  nameOf,
  ...field
}: RowFieldProps<Name, Query, One>) {
  const mayRead = useMayList(permission);
  const [isWanted, setIsWanted] = useState(field.autoFocus === true);
  const isAsked = mayRead && isWanted;
  const { results, status, loadMore } = usePaginatedQuery(
    rows,
    isAsked ? (args as PaginatedQueryArgs<Query>) : "skip",
    { initialNumItems: PAGE_SIZE },
  );
  const options = results.map((each) => ({ value: String(each._id), label: nameOf(each) }));
  const value = field.form.valueOf(field.name);
  const isOffered = value === "" || options.some((option) => option.value === value);
  const set = useRow(row, isOffered ? null : value);
  // The row may be one that is not loaded, or that the caller does not see.
  if (!isOffered) {
    options.push({ value, label: set === null ? words.current : nameOf(set) });
  }
  let { hint } = field;
  if (!mayRead) hint = words.noAccess;
  else if (isAsked && status === "LoadingFirstPage") hint = words.loadingOptions;
  return (
    <div
      className="grid gap-2"
      onFocus={() => setIsWanted(true)}
      onPointerEnter={() => setIsWanted(true)}
    >
      <SelectField {...field} options={options} hint={hint} />
      {(status === "CanLoadMore" || status === "LoadingMore") && (
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
  // `useQueries` takes another object for other queries, and `api` gives another reference each time.
  const name = query && getFunctionName(query);
  const queries = useMemo(
    (): RequestForQueries =>
      query === undefined || id === null ? {} : { row: { query, args: { id } } },
    [name, id],
  );
  const row = useQueries(queries).row as FunctionReturnType<Query> | Error | undefined;
  return row === undefined || row instanceof Error ? null : row;
}
