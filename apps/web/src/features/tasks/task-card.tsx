// One task on the board or in the list: its title, who does it, until when, and where it may move.
import type { PublicTask } from "@repo/validators/tasks";
import { Link } from "@tanstack/react-router";
import { CalendarClock, ChevronUp, EllipsisVertical, Trash2 } from "lucide-react";
import { memo, type ReactNode } from "react";

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
import { statusNames, words } from "./words";

/** `handle` is what a pointer or the keyboard picks the card up by; none where it cannot move. */
export const TaskCard = memo(function TaskCard({
  task,
  handle,
  isLifted = false,
  headingLevel = 3,
}: {
  task: PublicTask;
  handle?: ReactNode;
  isLifted?: boolean;
  /** 3 below the heading of a column, 2 in a list. */
  headingLevel?: 2 | 3;
}) {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  return (
    <article
      className={cn(
        "group grid gap-2 rounded-lg border bg-card p-3 shadow-sm",
        isLifted && "rotate-1 shadow-lg",
      )}
    >
      <div className="flex items-start gap-1">
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
        <TaskMenu task={task} />
      </div>
      <TaskFacts task={task} />
    </article>
  );
});

function TaskFacts({ task }: { task: PublicTask }) {
  const hasFacts = task.priority === "high" || task.dueAt !== undefined || task.assigneeId;
  if (!hasFacts) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {task.priority === "high" && (
        <Badge variant="destructive">
          <ChevronUp aria-hidden />
          High
        </Badge>
      )}
      <DueBadge task={task} />
      {task.assigneeId && (
        <span className="ml-auto">
          <MemberAvatar id={task.assigneeId} />
        </span>
      )}
    </div>
  );
}

function DueBadge({ task }: { task: PublicTask }) {
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
function TaskMenu({ task }: { task: PublicTask }) {
  const moves = useMoves(task);
  const mayRemove = useMay("tasks.remove", task.creatorId);
  const { move, remove } = useTaskActions(task);
  if (moves.length === 0 && !mayRemove) return null;
  return (
    <DropdownMenu>
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
      <DropdownMenuContent align="end">
        {moves.length > 0 && <DropdownMenuLabel>{words.moveTo}</DropdownMenuLabel>}
        {moves.map((status) => (
          <DropdownMenuItem key={status} onSelect={() => move(status)}>
            {statusNames[status]}
          </DropdownMenuItem>
        ))}
        {moves.length > 0 && mayRemove && <DropdownMenuSeparator />}
        {mayRemove && (
          <DropdownMenuItem variant="destructive" onSelect={remove}>
            <Trash2 aria-hidden />
            {words.remove}
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
