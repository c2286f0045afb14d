// The tasks as a list: those of a state, those with a date, or the trash.
import { api } from "@repo/backend/_generated/api";
import { fieldLimits } from "@repo/validators/fields";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { taskLimits, type PublicTask } from "@repo/validators/tasks";
import { usePaginatedQuery, type UsePaginatedQueryResult } from "convex/react";
import { RotateCcw } from "lucide-react";
import { memo, type ComponentType } from "react";

import { Button } from "@/components/ui/button";
import { PageSkeleton } from "@/components/page-skeleton";
import { useLoadMore } from "@/lib/use-load-more";
import { useStableResults } from "@/lib/stable-results";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { TaskCard } from "./task-card";
import { first, useTaskList, type Column } from "./use-column";
import { useTaskActions } from "./use-task-actions";
import { VirtualTasks } from "./lists/virtual-tasks";
import { statusNames, words } from "./words";

/** The tasks of one state or of all. */
export function TaskList(column: Column) {
  const { status, term } = column;
  return (
    <Tasks
      label={status === undefined ? words.title : statusNames[status]}
      tasks={useTaskList(column)}
      empty={term === undefined ? words.emptyColumn : words.nothingFound}
      Row={status === undefined ? StatusRow : TaskRow}
    />
  );
}

/** All open tasks with a date, the most urgent first. */
export function DueList() {
  const { _id: teamId } = useTeam();
  const until = fieldLimits.timestamp.max;
  const due = usePaginatedQuery(api.tasks.listDue, { teamId, until }, first);
  return <Tasks label={words.filters.due} tasks={due} empty={words.emptyDue} Row={StatusRow} />;
}

export function TrashList() {
  const { _id: teamId } = useTeam();
  const trash = usePaginatedQuery(api.tasks.listTrash, { teamId }, first);
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted-foreground">{words.trashHint(taskLimits.trashDays)}</p>
      <Tasks label={words.filters.trash} tasks={trash} empty={words.emptyTrash} Row={RemovedRow} />
    </div>
  );
}

function Tasks({
  label,
  tasks: list,
  empty,
  Row,
}: {
  label: string;
  tasks: UsePaginatedQueryResult<PublicTask>;
  empty: string;
  Row: ComponentType<{ task: PublicTask }>;
}) {
  const tasks = useStableResults(list);
  const loadMore = useLoadMore(tasks, PAGE_SIZE_MAX);
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
      className="max-h-[calc(100dvh-17rem)] min-h-64 max-w-4xl overflow-y-auto pr-1"
      Row={Row}
    />
  );
}

const TaskRow = memo(function TaskRow({ task }: { task: PublicTask }) {
  return <TaskCard task={task} isRow />;
});

/** In a list of several states. */
const StatusRow = memo(function StatusRow({ task }: { task: PublicTask }) {
  return <TaskCard task={task} isRow showStatus />;
});

const RemovedRow = memo(function RemovedRow({ task }: { task: PublicTask }) {
  const { restore } = useTaskActions();
  const mayRestore = useMay("tasks.remove", task.creatorId);
  return (
    <div className="flex items-center justify-between gap-3 rounded-lg border bg-card p-3">
      <h2 className="min-w-0 text-sm font-medium wrap-anywhere">{task.title}</h2>
      {mayRestore && (
        <Button
          variant="outline"
          size="sm"
          aria-label={`${words.restore}: ${task.title}`}
          onClick={() => restore(task)}
        >
          <RotateCcw aria-hidden />
          {words.restore}
        </Button>
      )}
    </div>
  );
});
