import { useDraggable, useDroppable } from "@dnd-kit/core";
import type { PublicTask, TaskStatus } from "@repo/validators/tasks";
import { GripVertical } from "lucide-react";

import { ListBoundary } from "@/components/list-boundary";
import { Skeleton } from "@/components/ui/skeleton";
import { useLoadMore } from "@/lib/use-load-more";
import { cn } from "@/lib/utils";

import { TaskCard } from "./task-card";
import { useColumn } from "./use-column";
import { useMoves } from "./use-task-actions";
import { VirtualTasks } from "./virtual-tasks";
import { statusNames, words } from "./words";

/** `isTarget` says whether the task that is picked up may be dropped here; null while none is. */
export function BoardColumn({
  status,
  term,
  count,
  isTarget,
}: {
  status: TaskStatus;
  term: string;
  count: number | undefined;
  isTarget: boolean | null;
}) {
  const { setNodeRef, isOver } = useDroppable({ id: status, disabled: isTarget === false });
  return (
    <section
      ref={setNodeRef}
      aria-label={statusNames[status]}
      data-testid={`column-${status}`}
      className={cn(
        "flex min-w-56 flex-1 flex-col gap-2 rounded-xl border bg-muted/60 p-2 transition-colors max-sm:min-w-[80vw]",
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
      <ListBoundary resetKey={term}>
        <ColumnTasks status={status} term={term} />
      </ListBoundary>
    </section>
  );
}

function ColumnTasks({ status, term }: { status: TaskStatus; term: string }) {
  const tasks = useColumn(status, term);
  const loadMore = useLoadMore(tasks);
  if (tasks.status === "LoadingFirstPage") return <LoadingColumn />;
  if (tasks.results.length === 0) {
    return (
      <p className="px-1.5 py-6 text-center text-sm text-muted-foreground">
        {term === "" ? words.emptyColumn : words.nothingFound}
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
    >
      {(task) => <DraggableTask task={task} />}
    </VirtualTasks>
  );
}

function DraggableTask({ task }: { task: PublicTask }) {
  const canMove = useMoves(task).length > 0;
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, isDragging } = useDraggable({
    id: task._id,
    data: { task },
    disabled: !canMove,
  });
  return (
    <div
      ref={setNodeRef}
      {...(canMove && listeners)}
      className={cn(canMove && "cursor-grab touch-manipulation", isDragging && "opacity-40")}
    >
      <TaskCard
        task={task}
        handle={
          canMove && (
            <button
              type="button"
              ref={setActivatorNodeRef}
              {...attributes}
              aria-label={words.moveMenu(task.title)}
              className="-ml-1.5 cursor-grab rounded-sm text-muted-foreground"
            >
              <GripVertical aria-hidden className="size-4" />
            </button>
          )
        }
      />
    </div>
  );
}

function LoadingColumn() {
  return (
    <div role="status" className="grid gap-2">
      <span className="sr-only">{words.loading}</span>
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </div>
  );
}
