// A reference to a row: choosing one in a form, and showing by name which one it is.
import { can, type Permission } from "@repo/validators/access";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import {
  usePaginatedQuery,
  useQueries,
  type PaginatedQueryArgs,
  type PaginatedQueryItem,
  type PaginatedQueryReference,
} from "convex/react";
import {
  getFunctionName,
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
} from "convex/server";
import { useMemo } from "react";

import { useMe } from "../session/session.ts";
import { SelectField, type FieldProps } from "./form-fields.tsx";
import { LoadMore } from "./load-more.tsx";

/** Offers the rows of a list to whoever may read it; nobody else can choose one. */
export function RowField<Name extends string, Query extends PaginatedQueryReference>({
  permission,
  rows,
  nameOf,
  ...field
}: FieldProps<Name> & {
  /** What reading the list takes. */
  permission: Permission;
  /** A list without further arguments. */
  rows: Query;
  /** What a person reads for a row. */
  nameOf: (row: PaginatedQueryItem<Query>) => string;
}) {
  const mayRead = can(useMe().role, permission);
  const { results, status, loadMore } = usePaginatedQuery(
    rows,
    mayRead ? ({} as PaginatedQueryArgs<Query>) : "skip",
    { initialNumItems: PAGE_SIZE_MAX },
  );
  const options = results.map((row) => ({ value: String(row._id), label: nameOf(row) }));
  const { value } = field.form.register(field.name);
  // The row may be one that is not loaded, or that the caller does not see.
  if (value !== "" && !options.some((option) => option.value === value)) {
    options.push({ value, label: "the one that is set" });
  }
  return (
    <div className="grid gap-2">
      <SelectField
        {...field}
        options={options}
        hint={mayRead ? field.hint : "Your role does not see what there is to choose from."}
      />
      <LoadMore status={status} onLoadMore={() => loadMore(PAGE_SIZE_MAX)} />
    </div>
  );
}

/** The name of a row: a dash until it is known, and for good where the caller may not see it. */
export function RowName<Query extends FunctionReference<"query", "public">>({
  query,
  id,
  nameOf,
}: {
  /** Answers one row by its id. */
  query: Query;
  id: FunctionArgs<Query>["id"];
  nameOf: (row: FunctionReturnType<Query>) => string;
}) {
  // `useQueries` takes another object for other queries, and `api` gives another reference each time.
  const name = getFunctionName(query);
  const queries = useMemo(() => ({ row: { query, args: { id } } }), [name, id]);
  const { row } = useQueries(queries);
  const isKnown = row !== undefined && !(row instanceof Error);
  return <>{isKnown ? nameOf(row) : "–"}</>;
}
