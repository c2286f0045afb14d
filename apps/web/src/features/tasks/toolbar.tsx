// What the page of tasks shows: words, a filter, a state, a person, an order, and whether as a board or a list. All of it is in
// the address.
import type { TaskCounts, TaskStatus } from "@repo/validators/tasks";
import { KanbanSquare, List } from "lucide-react";
import type { ReactNode } from "react";

import { Filter } from "@/components/filter";
import { MemberFilter } from "@/components/members";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { useAddressSearch } from "@/lib/use-search";

import { taskFilters, type TaskSearch } from "./search";
import { orderNames, statusNames, taskOrders, taskStatuses, words } from "./words";

type Change = (changes: TaskSearch) => void;
/** How many tasks there are in each state; undefined until that is known. */
type Counts = TaskCounts | undefined;

export function Toolbar({
  search,
  change,
  counts,
}: {
  search: TaskSearch;
  change: Change;
  counts: Counts;
}) {
  const { text, setText } = useAddressSearch(search.q, (q) => change({ q }));
  const { view, show } = search;
  const isAll = show === undefined;
  return (
    <div className="flex flex-wrap items-end gap-3 max-sm:grid max-sm:grid-cols-2">
      {isAll && (
        <div className="max-sm:col-span-2">
          <SearchInput label={words.search} value={text} onChange={setText} />
        </div>
      )}
      <ShowFilter show={show} change={change} counts={counts} />
      {isAll && view === "list" && (
        <StatusFilter status={search.status} change={change} counts={counts} />
      )}
      {isAll && (
        <MemberFilter
          label={words.assignee}
          all={words.anyone}
          value={search.assignee}
          onChange={(assignee) => change({ assignee })}
        />
      )}
      {/* What is found is sorted by how well it matches. */}
      {isAll && search.q === undefined && <OrderFilter sort={search.sort} change={change} />}
    </div>
  );
}

function ShowFilter({
  show,
  change,
  counts,
}: Pick<TaskSearch, "show"> & { change: Change; counts: Counts }) {
  return (
    <Filter
      label={words.show}
      values={taskFilters}
      names={{ ...words.filters, trash: words.withCount(words.filters.trash, counts?.trash) }}
      value={show ?? "all"}
      onChange={(value) => change({ show: value === "all" ? undefined : value })}
    />
  );
}

function StatusFilter({
  status,
  change,
  counts,
}: Pick<TaskSearch, "status"> & { change: Change; counts: Counts }) {
  const named = taskStatuses.map((value) => [
    value,
    words.withCount(statusNames[value], counts?.[value]),
  ]);
  return (
    <Filter
      label={words.status}
      all={words.allStatuses}
      values={taskStatuses}
      names={Object.fromEntries(named) as Record<TaskStatus, string>}
      value={status}
      onChange={(value) => change({ status: value })}
    />
  );
}

function OrderFilter({ sort, change }: Pick<TaskSearch, "sort"> & { change: Change }) {
  return (
    <Filter
      label={words.sort}
      values={taskOrders}
      names={orderNames}
      value={sort ?? "newest"}
      onChange={(value) => change({ sort: value === "newest" ? undefined : value })}
    />
  );
}

export function ViewChoice({ view, change }: Pick<TaskSearch, "view"> & { change: Change }) {
  const isList = view === "list";
  return (
    <div role="group" aria-label={words.view} className="flex rounded-md border">
      <ViewButton isOn={!isList} label={words.board} onClick={() => change({ view: undefined })}>
        <KanbanSquare aria-hidden />
      </ViewButton>
      <ViewButton isOn={isList} label={words.list} onClick={() => change({ view: "list" })}>
        <List aria-hidden />
      </ViewButton>
    </div>
  );
}

function ViewButton({
  isOn,
  label,
  onClick,
  children,
}: {
  isOn: boolean;
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant={isOn ? "secondary" : "ghost"}
      className="rounded-none first:rounded-l-md last:rounded-r-md"
      aria-pressed={isOn}
      onClick={onClick}
    >
      {children}
      {label}
    </Button>
  );
}
