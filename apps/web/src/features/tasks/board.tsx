// The board: a column for each state. Cards move by pointer, by touch and by keyboard, as the shared rule allows.
import {
  closestCenter,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
  type Announcements,
  type CollisionDetection,
  type DataRef,
  type KeyboardCoordinateGetter,
} from "@dnd-kit/core";
import {
  canMove,
  movesFrom,
  partsIn,
  taskStatuses,
  type TaskBoard,
  type TaskCard as Task,
} from "@repo/validators/tasks";
import { useState } from "react";

import { KnownMembers } from "@/components/members";
import { useStable } from "@/lib/stable-results";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";

import { BoardColumn } from "./board-column";
import { boardClass } from "./board-skeleton";
import type { Shown } from "./search";
import { TaskCard } from "./task-card";
import { useTaskActions } from "./use-task-actions";
import { statusNames, words } from "./words";

const taskOf = ({ current }: DataRef): Task | undefined => current?.task;

const statusOf = (id: unknown) => taskStatuses.find((status) => status === id);

/** By pointer the column under it, by keyboard the nearest one. */
const columnUnder: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : closestCenter(args);

/** Moves what is picked up to the middle of the next column that takes it, to the left or to the right. */
const columnByKey: KeyboardCoordinateGetter = (event, { context }) => {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
  const { collisionRect, droppableContainers, droppableRects } = context;
  if (direction === undefined || collisionRect === null) return undefined;
  event.preventDefault();
  const middle = collisionRect.left + collisionRect.width / 2;
  const columns = droppableContainers.getEnabled().flatMap(({ id }) => {
    const rect = droppableRects.get(id);
    return rect ? [rect] : [];
  });
  const beyond = columns
    .filter((rect) => (rect.left + rect.width / 2 - middle) * direction > rect.width / 4)
    .sort((one, other) => (one.left - other.left) * direction);
  const [next] = beyond;
  if (next === undefined) return undefined;
  return {
    x: next.left + (next.width - collisionRect.width) / 2,
    y: next.top + 48,
  };
};

const announcements: Announcements = {
  // The same as for the column that it starts over: another text would replace it before it is read.
  onDragStart: ({ active }) => {
    const task = taskOf(active.data);
    return task && words.drag.over(task.title, statusNames[task.status]);
  },
  onDragOver: ({ active, over }) => {
    const column = statusOf(over?.id);
    if (column === undefined) return undefined;
    return words.drag.over(taskOf(active.data)?.title ?? "", statusNames[column]);
  },
  onDragEnd: ({ active, over }) => {
    const [task, column] = [taskOf(active.data), statusOf(over?.id)];
    if (!task || column === undefined || column === task.status) {
      return words.drag.cancelled(task?.title ?? "");
    }
    return words.drag.dropped(task.title, statusNames[column]);
  },
  onDragCancel: ({ active }) => words.drag.cancelled(taskOf(active.data)?.title ?? ""),
};

export function Board({ board, shown }: { board: TaskBoard; shown: Shown }) {
  const isWhole = shown.term === undefined && shown.assigneeId === undefined;
  const { myRole } = useTeam();
  const me = useMe();
  const { move } = useTaskActions();
  const [lifted, setLifted] = useState<Task | null>(null);
  const [moved, setMoved] = useState<{ id: string } | null>(null);
  const partsOf = (task: Task) => partsIn(task, me._id, myRole);
  const targets = lifted && movesFrom(lifted.status, partsOf(lifted));
  const sensors = useSensors(
    // A short way first, so that a click opens the task.
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // By touch after 0.2 seconds, so that a swipe scrolls the column.
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: columnByKey }),
  );
  const drop = (task: Task | undefined, over: unknown) => {
    setLifted(null);
    const status = statusOf(over);
    if (!task || status === undefined || !canMove(task.status, status, partsOf(task))) return;
    move(task, status);
    setMoved({ id: task._id });
  };
  return (
    <KnownMembers people={useStable(board.people)}>
      <DndContext
        sensors={sensors}
        collisionDetection={columnUnder}
        onDragStart={({ active }) => setLifted(taskOf(active.data) ?? null)}
        onDragEnd={({ active, over }) => drop(taskOf(active.data), over?.id)}
        onDragCancel={() => setLifted(null)}
        accessibility={{
          announcements,
          screenReaderInstructions: { draggable: words.drag.instructions },
        }}
      >
        <div
          // A board wider than the screen scrolls by keyboard, also while it has no card.
          role="group"
          aria-label={words.board}
          tabIndex={0}
          className={boardClass}
        >
          {taskStatuses.map((status) => (
            <BoardColumn
              key={status}
              status={status}
              part={board.columns[status]}
              shown={shown}
              count={isWhole ? board.counts[status] : undefined}
              isTarget={targets && (targets.includes(status) || status === lifted?.status)}
              moved={moved}
            />
          ))}
        </div>
        <DragOverlay dropAnimation={null}>
          {lifted && <TaskCard task={lifted} isLifted />}
        </DragOverlay>
      </DndContext>
    </KnownMembers>
  );
}
