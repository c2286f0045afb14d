// The tasks as a list: those of a state, one's own, by due date, or the trash.
import { api } from "@repo/backend/_generated/api";
import { fieldLimits } from "@repo/validators/fields";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { taskLimits, type PublicTask, type TaskStatus } from "@repo/validators/tasks";
import { usePaginatedQuery, type UsePaginatedQueryResult } from "convex/react";
import { RotateCcw } from "lucide-react";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { PageSkeleton } from "@/components/page-skeleton";
import { useLoadMore } from "@/lib/use-load-more";
import { useLastResults } from "@/lib/use-search";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { TaskCard } from "./task-card";
import { useColumn } from "./use-column";
import { useTaskActions } from "./use-task-actions";
import { VirtualTasks } from "./virtual-tasks";
import { statusNames, words } from "./words";

const first = { initialNumItems: PAGE_SIZE };

/** The tasks of one state. */
export function StatusList({ status, term }: { status: TaskStatus; term: string }) {
  return (
    <Tasks
      label={statusNames[status]}
      tasks={useColumn(status, term)}
      empty={term === "" ? words.emptyColumn : words.nothingFound}
    />
  );
}

/** The tasks of all states that match the words. */
export function FoundList({ term }: { term: string }) {
  const { _id: teamId } = useTeam();
  const found = usePaginatedQuery(api.tasks.search, { teamId, term }, first);
  return (
    <Tasks
      label={words.title}
      tasks={useLastResults(found)}
      empty={words.nothingFound}
      showStatus
    />
  );
}

export function MyList() {
  const { _id: teamId } = useTeam();
  const mine = usePaginatedQuery(api.tasks.listMine, { teamId }, first);
  return <Tasks label={words.filters.mine} tasks={mine} empty={words.emptyColumn} showStatus />;
}

/** All open tasks with a date, the most urgent first. */
export function DueList() {
  const { _id: teamId } = useTeam();
  const until = fieldLimits.timestamp.max;
  const due = usePaginatedQuery(api.tasks.listDue, { teamId, until }, first);
  return <Tasks label={words.filters.due} tasks={due} empty={words.emptyColumn} showStatus />;
}

export function TrashList() {
  const { _id: teamId } = useTeam();
  const trash = usePaginatedQuery(api.tasks.listTrash, { teamId }, first);
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted-foreground">{words.trashHint(taskLimits.trashDays)}</p>
      <Tasks label={words.filters.trash} tasks={trash} empty={words.emptyTrash} isTrash />
    </div>
  );
}

function Tasks({
  label,
  tasks,
  empty,
  showStatus = false,
  isTrash = false,
}: {
  label: string;
  tasks: UsePaginatedQueryResult<PublicTask>;
  empty: string;
  showStatus?: boolean;
  isTrash?: boolean;
}) {
  const loadMore = useLoadMore(tasks);
  if (tasks.status === "LoadingFirstPage") return <PageSkeleton label={words.loading} />;
  if (tasks.results.length === 0) {
    return <p className="py-10 text-center text-muted-foreground">{empty}</p>;
  }
  return (
    <VirtualTasks
      label={label}
      tasks={tasks.results}
      canLoadMore={tasks.status === "CanLoadMore"}
      onLoadMore={loadMore}
      className="max-h-[calc(100dvh-17rem)] min-h-64 max-w-3xl overflow-y-auto pr-1"
    >
      {(task) =>
        isTrash ? (
          <RemovedTask task={task} />
        ) : (
          <div className="grid gap-1">
            <TaskCard task={task} headingLevel={2} />
            {showStatus && <Badge variant="secondary">{statusNames[task.status]}</Badge>}
          </div>
        )
      }
    </VirtualTasks>
  );
}

function RemovedTask({ task }: { task: PublicTask }) {
  const { restore } = useTaskActions(task);
  const mayRestore = useMay("tasks.remove", task.creatorId);
  return (
    <div className="flex items-center justify-between gap-3 rounded-lg border bg-card p-3">
      <h2 className="min-w-0 text-sm font-medium wrap-anywhere">{task.title}</h2>
      {mayRestore && (
        <Button
          variant="outline"
          size="sm"
          aria-label={`${words.restore}: ${task.title}`}
          onClick={restore}
        >
          <RotateCcw aria-hidden />
          {words.restore}
        </Button>
      )}
    </div>
  );
}
