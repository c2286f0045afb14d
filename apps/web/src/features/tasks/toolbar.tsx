// What the page of tasks shows: words, a filter, a state, an order, and whether as a board or a list. All of it is in
// the address.
import { api } from "@repo/backend/_generated/api";
import { taskOrders, taskStatuses } from "@repo/validators/tasks";
import { useQuery } from "convex/react";
import { KanbanSquare, List } from "lucide-react";
import type { ReactNode } from "react";

import { Field } from "@/components/form/field";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { useAddressSearch } from "@/lib/use-search";
import { useTeam } from "@/session/teams";

import { taskFilters, type TaskSearch } from "./search";
import { statusNames, words } from "./words";

type Change = (changes: TaskSearch) => void;

export function Toolbar({ search, change }: { search: TaskSearch; change: Change }) {
  const { text, setText } = useAddressSearch(search.q, (q) => change({ q }));
  const { view, show } = search;
  const isAll = show === undefined;
  return (
    <div className="flex flex-wrap items-end gap-3">
      {isAll && <SearchInput label={words.search} value={text} onChange={setText} />}
      <ShowChoice show={show} change={change} />
      {isAll && view === "list" && <StatusChoice status={search.status} change={change} />}
      {/* What is found is sorted by how well it matches. */}
      {((isAll && search.q === undefined) || show === "mine") && (
        <OrderChoice sort={search.sort} change={change} />
      )}
      {isAll && <ViewChoice view={view} change={change} />}
    </div>
  );
}

function useCounts() {
  const { _id: teamId } = useTeam();
  return useQuery(api.tasks.counts, { teamId });
}

function ShowChoice({ show, change }: Pick<TaskSearch, "show"> & { change: Change }) {
  const counts = useCounts();
  return (
    <Choice
      label={words.show}
      value={show ?? "all"}
      options={taskFilters.map((value) => ({
        value,
        label: words.withCount(words.filters[value], value === "trash" ? counts?.trash : undefined),
      }))}
      onChange={(value) => change({ show: value === "all" ? undefined : value })}
    />
  );
}

function StatusChoice({ status, change }: Pick<TaskSearch, "status"> & { change: Change }) {
  const counts = useCounts();
  const states = taskStatuses.map((value) => ({
    value,
    label: words.withCount(statusNames[value], counts?.[value]),
  }));
  return (
    <Choice
      label={words.status}
      value={status ?? "all"}
      options={[{ value: "all", label: words.allStatuses }, ...states]}
      onChange={(value) => change({ status: value === "all" ? undefined : value })}
    />
  );
}

function OrderChoice({ sort, change }: Pick<TaskSearch, "sort"> & { change: Change }) {
  return (
    <Choice
      label={words.sort}
      value={sort ?? "newest"}
      options={taskOrders.map((value) => ({ value, label: words.orders[value] }))}
      onChange={(value) => change({ sort: value === "newest" ? undefined : value })}
    />
  );
}

function ViewChoice({ view, change }: Pick<TaskSearch, "view"> & { change: Change }) {
  const isList = view === "list";
  return (
    <div role="group" aria-label={words.view} className="ml-auto flex rounded-md border">
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

function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <Field label={label}>
      {(control) => (
        <NativeSelect
          {...control}
          value={value}
          onChange={({ target }) => onChange(target.value as Value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
