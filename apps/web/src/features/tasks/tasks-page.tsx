import { taskStatuses, type TaskStatus } from "@repo/validators/tasks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { KanbanSquare, List, Plus } from "lucide-react";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";

import { Field } from "@/components/form/field";
import { ListBoundary } from "@/components/list-boundary";
import { SearchInput } from "@/components/search-input";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { useSearch as useTypedSearch } from "@/lib/use-search";
import { useMe } from "@/session/session";
import { useMay } from "@/session/use-may";
import { PageSkeleton } from "@/components/page-skeleton";
import { PageTitle } from "@/shell/page-title";
import { useShortcuts } from "@/shell/shortcuts";

import { CreateTaskDialog } from "./create-task-dialog";
import { taskFilters, type TaskFilter, type TaskSearch } from "./search";
import { DueList, FoundList, MyList, StatusList, TrashList } from "./task-list";
import { TaskSheet } from "./task-sheet";
import { statusNames, words } from "./words";

/** Dragging is a third of the page's code, which the list does not need. */
const Board = lazy(async () => ({ default: (await import("./board")).Board }));

/** What the address says, and a way to change parts of it. */
function useTaskSearch(): [TaskSearch, (changes: TaskSearch) => void] {
  const search = useSearch({ from: "/_app/t/$team/tasks" });
  const navigate = useNavigate({ from: "/t/$team/tasks" });
  return [
    search,
    (changes) =>
      void navigate({
        search: (before) => ({ ...before, ...changes }),
        replace: !("task" in changes),
        resetScroll: false,
      }),
  ];
}

export function TasksPage() {
  const [search, change] = useTaskSearch();
  const [isCreating, setIsCreating] = useState(false);
  const mayCreate = useMay("tasks.create", useMe()._id);
  useShortcuts(
    mayCreate ? [{ keys: "c", title: words.create, run: () => setIsCreating(true) }] : [],
  );
  return (
    <>
      <div className="grid grid-cols-1 gap-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <PageTitle title={words.title}>{words.subtitle}</PageTitle>
          {mayCreate && (
            <Button onClick={() => setIsCreating(true)}>
              <Plus aria-hidden />
              {words.create}
            </Button>
          )}
        </div>
        <Toolbar search={search} change={change} />
        <ListBoundary resetKey={JSON.stringify(search)}>
          <Suspense fallback={<PageSkeleton label={words.loading} />}>
            <Content search={search} />
          </Suspense>
        </ListBoundary>
      </div>
      <CreateTaskDialog isOpen={isCreating} onClose={() => setIsCreating(false)} />
      <TaskSheet id={search.task ?? null} onClose={() => change({ task: undefined })} />
    </>
  );
}

function Content({ search }: { search: TaskSearch }) {
  const { view, show, status, q = "" } = search;
  if (show === "mine") return <MyList />;
  if (show === "due") return <DueList />;
  if (show === "trash") return <TrashList />;
  if (view !== "list") return <Board term={q} />;
  if (status === undefined && q !== "") return <FoundList term={q} />;
  return <StatusList status={status ?? "open"} term={q} />;
}

function Toolbar({
  search,
  change,
}: {
  search: TaskSearch;
  change: (changes: TaskSearch) => void;
}) {
  const { text, setText, term } = useTypedSearch(search.q);
  useEffect(() => {
    if (term !== (search.q ?? "")) change({ q: term === "" ? undefined : term });
    // Only what is typed changes the address.
  }, [term]);
  const isList = search.view === "list" || search.show !== undefined;
  return (
    <div className="flex flex-wrap items-end gap-3">
      {search.show === undefined && (
        <SearchInput label={words.search} value={text} onChange={setText} />
      )}
      <Choice
        label={words.show}
        value={search.show ?? "all"}
        options={taskFilters.map((value) => ({ value, label: words.filters[value] }))}
        onChange={(value) =>
          change({ show: value === "all" ? undefined : (value as Exclude<TaskFilter, "all">) })
        }
      />
      {search.show === undefined && isList && (
        <Choice
          label={words.status}
          value={search.status ?? (search.q ? "" : "open")}
          options={[
            ...(search.q ? [{ value: "", label: words.allStatuses }] : []),
            ...taskStatuses.map((value) => ({ value, label: statusNames[value] })),
          ]}
          onChange={(value) => change({ status: value === "" ? undefined : (value as TaskStatus) })}
        />
      )}
      {search.show === undefined && (
        <div role="group" aria-label={words.view} className="ml-auto flex rounded-md border">
          <ViewButton
            isOn={!isList}
            label={words.board}
            onClick={() => change({ view: undefined })}
          >
            <KanbanSquare aria-hidden />
          </ViewButton>
          <ViewButton isOn={isList} label={words.list} onClick={() => change({ view: "list" })}>
            <List aria-hidden />
          </ViewButton>
        </div>
      )}
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

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      {(control) => (
        <NativeSelect {...control} value={value} onChange={({ target }) => onChange(target.value)}>
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
