import { useDraggable, useDroppable } from "@dnd-kit/core";
import type { TaskBoard, TaskCard as Task, TaskStatus } from "@repo/validators/tasks";
import { GripVertical } from "lucide-react";
import { memo, useMemo } from "react";

import { ListBoundary } from "@/components/list-boundary";
import { cn } from "@/lib/utils";

import { columnClass } from "./board-skeleton";
import type { Shown } from "./search";
import { TaskCard } from "./task-card";
import { useColumn } from "./use-column";
import { useMoves } from "./use-task-actions";
import { VirtualTasks } from "./lists/virtual-tasks";
import { statusNames, words } from "./words";

type Part = TaskBoard["columns"][TaskStatus];

/** `isTarget` says whether the task that is picked up may be dropped here; null while none is. */
export function BoardColumn({
  status,
  part,
  shown,
  count,
  isTarget,
  moved,
}: {
  status: TaskStatus;
  /** What came with the board. */
  part: Part;
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
      {/* What follows is a list of its own, which can be refused. */}
      <ListBoundary resetKey={shown.term ?? ""}>
        <ColumnTasks status={status} part={part} shown={shown} moved={moved} />
      </ListBoundary>
    </section>
  );
}

function ColumnTasks({
  status,
  part,
  shown,
  moved,
}: {
  status: TaskStatus;
  part: Part;
  shown: Shown;
  moved: { id: string } | null;
}) {
  const { tasks, canLoadMore, loadMore } = useColumn(part, { status, ...shown });
  if (tasks.length === 0) {
    return (
      <p className="px-1.5 py-6 text-center text-sm text-muted-foreground">
        {shown.term === undefined ? words.emptyColumn : words.nothingFound}
      </p>
    );
  }
  return (
    <VirtualTasks
      label={statusNames[status]}
      tasks={tasks}
      canLoadMore={canLoadMore}
      onLoadMore={loadMore}
      className="min-h-24 flex-1 overflow-y-auto"
      revealed={moved}
      Row={DraggableTask}
    />
  );
}

const DraggableTask = memo(function DraggableTask({ task }: { task: Task }) {
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
