import type { Id } from "@repo/backend/_generated/dataModel";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, Suspense } from "react";

import { ListBoundary } from "@/components/list-boundary";
import { Button } from "@/components/ui/button";
import { useMe } from "@/session/session";
import { useMay } from "@/session/use-may";
import { PageTitle } from "@/shell/page-title";
import { useShortcuts } from "@/shell/shortcuts";

import { BoardSkeleton } from "./board-skeleton";
import { CountAnnouncer } from "./count-announcer";
import { CreateTaskDialog } from "./create-task-dialog";
import type { TaskSearch } from "./search";
import { DueList, StatusList, TrashList } from "./task-list";
import { TaskSheet } from "./task-sheet";
import type { Shown } from "./use-column";
import { Toolbar } from "./toolbar";
import { words } from "./words";

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
  const create = () => change({ create: true });
  const mayCreate = useMay("tasks.create", useMe()._id);
  useShortcuts(mayCreate ? [{ keys: "c", title: words.create, run: create }] : []);
  return (
    <>
      <div className="grid grid-cols-1 gap-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <PageTitle title={words.title}>{words.subtitle}</PageTitle>
          {mayCreate && (
            <Button onClick={create}>
              <Plus aria-hidden />
              {words.create}
            </Button>
          )}
        </div>
        <Toolbar search={search} change={change} />
        <ListBoundary resetKey={JSON.stringify(search)}>
          <Content search={search} />
        </ListBoundary>
      </div>
      <CreateTaskDialog
        isOpen={search.create === true && mayCreate}
        onClose={() => change({ create: undefined })}
      />
      <CountAnnouncer />
      <TaskSheet id={search.task ?? null} onClose={() => change({ task: undefined })} />
    </>
  );
}

function Content({ search }: { search: TaskSearch }) {
  const { view, show, status, assignee, q = "", sort = "newest" } = search;
  const shown: Shown = { term: q, order: sort, assigneeId: assignee as Id<"users"> | undefined };
  if (show === "due") return <DueList />;
  if (show === "trash") return <TrashList />;
  if (view === "list") return <StatusList status={status} {...shown} />;
  return (
    <Suspense fallback={<BoardSkeleton />}>
      <Board {...shown} />
    </Suspense>
  );
}
