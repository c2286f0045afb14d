import { useDraggable, useDroppable } from "@dnd-kit/core";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import type { PublicTask, TaskStatus } from "@repo/validators/tasks";
import { GripVertical } from "lucide-react";
import { memo, useMemo } from "react";

import { ListBoundary } from "@/components/list-boundary";
import { Skeleton } from "@/components/ui/skeleton";
import { useStableResults } from "@/lib/stable-results";
import { useLoadMore } from "@/lib/use-load-more";
import { cn } from "@/lib/utils";

import { columnClass } from "./board-skeleton";
import { TaskCard } from "./task-card";
import { useColumn, type Column, type Shown } from "./use-column";
import { useMoves } from "./use-task-actions";
import { VirtualTasks } from "./virtual-tasks";
import { statusNames, words } from "./words";

/** `isTarget` says whether the task that is picked up may be dropped here; null while none is. */
export function BoardColumn({
  status,
  shown,
  count,
  isTarget,
  moved,
}: {
  status: TaskStatus;
  shown: Shown;
  count: number | undefined;
  isTarget: boolean | null;
  /** The task that was dropped last. */
  moved: { id: string } | null;
}) {
  const { setNodeRef, isOver } = useDroppable({ id: status, disabled: isTarget === false });
  return (
    <section
      ref={setNodeRef}
      aria-label={statusNames[status]}
      data-testid={`column-${status}`}
      className={cn(
        columnClass,
        "transition-colors",
        isTarget && "border-ring/60",
        isTarget && isOver && "bg-accent",
        isTarget === false && "opacity-60",
      )}
    >
      <header className="flex items-center justify-between px-1.5 pt-1">
        <h2 className="text-sm font-semibold">{statusNames[status]}</h2>
        {count !== undefined && (
          <span className="text-xs text-muted-foreground" aria-label={words.count(count)}>
            {count}
          </span>
        )}
      </header>
      <ListBoundary resetKey={shown.term}>
        <ColumnTasks status={status} {...shown} moved={moved} />
      </ListBoundary>
    </section>
  );
}

function ColumnTasks({
  status,
  moved,
  ...shown
}: Column & { status: TaskStatus; moved: { id: string } | null }) {
  const tasks = useStableResults(useColumn({ status, ...shown }));
  const loadMore = useLoadMore(tasks, PAGE_SIZE_MAX);
  if (tasks.status === "LoadingFirstPage") return <LoadingColumn />;
  if (tasks.results.length === 0) {
    return (
      <p className="px-1.5 py-6 text-center text-sm text-muted-foreground">
        {shown.term === "" ? words.emptyColumn : words.nothingFound}
      </p>
    );
  }
  return (
    <VirtualTasks
      label={statusNames[status]}
      tasks={tasks.results}
      canLoadMore={tasks.status === "CanLoadMore"}
      onLoadMore={loadMore}
      className="min-h-24 flex-1 overflow-y-auto"
      revealed={moved}
      Row={DraggableTask}
    />
  );
}

const DraggableTask = memo(function DraggableTask({ task }: { task: PublicTask }) {
  const canMove = useMoves(task).length > 0;
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, isDragging } = useDraggable({
    id: task._id,
    data: { task },
    disabled: !canMove,
  });
  // The same element while nothing about it changes: picking up a task draws no other card again.
  const handle = useMemo(
    () =>
      canMove && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          aria-label={words.drag.handle(task.title)}
          className="-ml-1.5 cursor-grab rounded-sm text-muted-foreground"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      ),
    [canMove, setActivatorNodeRef, attributes, task.title],
  );
  return (
    <div
      ref={setNodeRef}
      {...(canMove && listeners)}
      className={cn(canMove && "cursor-grab touch-manipulation", isDragging && "opacity-40")}
    >
      <TaskCard task={task} handle={handle} />
    </div>
  );
});

function LoadingColumn() {
  return (
    <div role="status" className="grid gap-2">
      <span className="sr-only">{words.loading}</span>
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </div>
  );
}
