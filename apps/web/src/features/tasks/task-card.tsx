// One task on the board or in the list: its title, who does it, until when, and where it may move.
import type { TaskCard as Task, TaskStatus } from "@repo/validators/tasks";
import { Link } from "@tanstack/react-router";
import { CalendarClock, ChevronDown, ChevronUp, EllipsisVertical, Trash2 } from "lucide-react";
import { memo, useState, type ReactNode } from "react";

import { useReturnFocus } from "@/components/dialogs";
import { MemberAvatar } from "@/components/members";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { cn } from "@/lib/utils";
import { useMay } from "@/session/use-may";

import { useMoves, useTaskActions } from "./use-task-actions";
import { priorityNames, statusNames, words } from "./words";

/**
 * `handle` is what a pointer or the keyboard picks the card up by; none where it cannot move. `isRow` draws it as a
 * row of a list, where the screen is wide enough.
 */
export const TaskCard = memo(function TaskCard({
  task,
  handle,
  isLifted = false,
  isRow = false,
  showStatus = false,
}: {
  task: Task;
  handle?: ReactNode;
  isLifted?: boolean;
  isRow?: boolean;
  showStatus?: boolean;
}) {
  // On the board it stands below the heading of its column.
  const Heading = isRow ? "h2" : "h3";
  return (
    <article
      className={cn(
        "group grid gap-2 rounded-lg border bg-card p-3 shadow-sm",
        isRow && "grid-cols-[1fr_auto] sm:flex sm:items-center sm:gap-3",
        isLifted && "rotate-1 shadow-lg",
      )}
    >
      <div className="flex min-w-0 flex-1 items-start gap-1">
        {handle}
        <Heading className="min-w-0 flex-1 text-sm leading-snug font-medium wrap-anywhere">
          <Link
            to="."
            search={(before: object) => ({ ...before, task: task._id })}
            resetScroll={false}
            aria-label={words.open(task.title)}
            className="hover:underline"
          >
            {task.title}
          </Link>
        </Heading>
        {!isRow && <TaskMenu task={task} />}
      </div>
      <TaskFacts task={task} status={showStatus ? task.status : undefined} />
      {isRow && (
        <span className="max-sm:col-start-2 max-sm:row-start-1">
          <TaskMenu task={task} />
        </span>
      )}
    </article>
  );
});

function TaskFacts({ task, status }: { task: Task; status: TaskStatus | undefined }) {
  const { priority, dueAt, assigneeId } = task;
  if (!status && priority === "normal" && dueAt === undefined && !assigneeId) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {status && <Badge variant="secondary">{statusNames[status]}</Badge>}
      {priority !== "normal" && (
        <Badge variant={priority === "high" ? "destructive" : "outline"}>
          {priority === "high" ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
          {priorityNames[priority]}
        </Badge>
      )}
      <DueBadge task={task} />
      {assigneeId && (
        <span className="ml-auto">
          <MemberAvatar id={assigneeId} />
        </span>
      )}
    </div>
  );
}

function DueBadge({ task }: { task: Task }) {
  if (task.dueAt === undefined) return null;
  const isOverdue = task.closedAt === undefined && task.dueAt < Date.now();
  return (
    <Badge variant={isOverdue ? "destructive" : "outline"}>
      <CalendarClock aria-hidden />
      {isOverdue ? words.overdue(task.dueAt) : words.due(task.dueAt)}
    </Badge>
  );
}

/** What the person may do with the task; what is not allowed is not offered. */
function TaskMenu({ task }: { task: Task }) {
  const moves = useMoves(task);
  const mayRemove = useMay("tasks.remove", task.creatorId);
  const { move, remove } = useTaskActions();
  const [isOpen, setIsOpen] = useState(false);
  // To the row after the task where the task leaves.
  const returnFocus = useReturnFocus(isOpen);
  if (moves.length === 0 && !mayRemove) return null;
  return (
    <DropdownMenu open={isOpen} onOpenChange={setIsOpen}>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="-mt-1 -mr-1 size-7"
          aria-label={words.moveMenu(task.title)}
        >
          <EllipsisVertical aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" onCloseAutoFocus={returnFocus}>
        {moves.length > 0 && <DropdownMenuLabel>{words.moveTo}</DropdownMenuLabel>}
        {moves.map((status) => (
          <DropdownMenuItem key={status} onSelect={() => move(task, status)}>
            {statusNames[status]}
          </DropdownMenuItem>
        ))}
        {moves.length > 0 && mayRemove && <DropdownMenuSeparator />}
        {mayRemove && (
          <DropdownMenuItem variant="destructive" onSelect={() => remove(task)}>
            <Trash2 aria-hidden />
            {words.remove}
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
