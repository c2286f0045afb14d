import { api } from "@repo/backend/_generated/api";
import type { TaskBoard } from "@repo/validators/tasks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { Plus } from "lucide-react";
import { lazy, Suspense } from "react";

import { ListBoundary } from "@/components/list-boundary";
import { Button } from "@/components/ui/button";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";
import { PageTitle } from "@/shell/page-title";
import { useShortcuts } from "@/shell/shortcuts";

import { BoardSkeleton } from "./board-skeleton";
import { CountAnnouncer } from "./count-announcer";
import { CreateTaskDialog } from "./create-task-dialog";
import { isBoard, shownBy, type TaskSearch } from "./search";
import { DueList, TaskList, TrashList } from "./task-list";
import { TaskSheet } from "./task-sheet";
import { Toolbar, ViewChoice } from "./toolbar";
import { useBoard } from "./use-board";
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
  const board = useBoard(isBoard(search) ? shownBy(search) : null);
  const counts = useCounts(search, board);
  const create = () => change({ create: true });
  const mayCreate = useMay("tasks.create", useMe()._id);
  useShortcuts(mayCreate ? [{ keys: "c", title: words.create, run: create }] : []);
  return (
    <>
      <div className="grid grid-cols-1 gap-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <PageTitle title={words.title}>{words.subtitle}</PageTitle>
          <div className="flex flex-wrap gap-3">
            {search.show === undefined && <ViewChoice view={search.view} change={change} />}
            {mayCreate && (
              <Button onClick={create}>
                <Plus aria-hidden />
                {words.create}
              </Button>
            )}
          </div>
        </div>
        <Toolbar search={search} change={change} counts={counts} />
        <ListBoundary resetKey={JSON.stringify(search)}>
          <Content search={search} board={board} />
        </ListBoundary>
      </div>
      <CreateTaskDialog
        isOpen={search.create === true && mayCreate}
        onClose={() => change({ create: undefined })}
      />
      <CountAnnouncer counts={counts} />
      <TaskSheet id={search.task ?? null} onClose={() => change({ task: undefined })} />
    </>
  );
}

/** How many tasks there are in each state: the board has that, for a list it is a query of its own. */
function useCounts(search: TaskSearch, board: TaskBoard | Error | undefined) {
  const { _id: teamId } = useTeam();
  const listed = useQuery(api.tasks.counts, isBoard(search) ? "skip" : { teamId });
  return board instanceof Error ? undefined : (board?.counts ?? listed);
}

function Content({ search, board }: { search: TaskSearch; board: TaskBoard | Error | undefined }) {
  const { show, status } = search;
  if (show === "due") return <DueList />;
  if (show === "trash") return <TrashList />;
  if (!isBoard(search)) return <TaskList status={status} {...shownBy(search)} />;
  // To the boundary around it.
  if (board instanceof Error) throw board;
  if (board === undefined) return <BoardSkeleton />;
  return (
    <Suspense fallback={<BoardSkeleton />}>
      <Board board={board} shown={shownBy(search)} />
    </Suspense>
  );
}
