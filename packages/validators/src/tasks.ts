// A task of a team: its shape, and the rule of who may move it from one state to another.
import { z } from "zod";
import type { TeamRole } from "./access/roles.ts";
import { withSystemFields, zid } from "./convex.ts";
import { fieldLimits, singleLine, timestamp } from "./fields.ts";
import { PAGE_SIZE } from "./pagination.ts";

export const taskLimits = {
  title: { min: 1, max: 120 },
  description: { max: 10_000 },
  /** Words of a search beyond this are left out. */
  search: { max: 200, words: 12 },
  /** After so many days in the trash a task is purged. */
  trashDays: 30,
} as const;

export const taskStatuses = ["open", "doing", "done", "cancelled"] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** How a list of tasks is sorted: by when they were created, by when they are due, or by how important they are. */
export const taskOrders = ["newest", "oldest", "due", "priority"] as const;
export type TaskOrder = (typeof taskOrders)[number];

export const taskPriorities = ["low", "normal", "high"] as const;

export const task = z.object({
  teamId: zid("teams"),
  /** Absent once the account is gone. */
  creatorId: zid("users").optional(),
  assigneeId: zid("users").optional(),
  title: singleLine(taskLimits.title),
  description: z.string().max(taskLimits.description.max).optional(),
  status: z.enum(taskStatuses),
  priority: z.enum(taskPriorities),
  dueAt: timestamp.optional(),
  /** When it was done or cancelled; absent while there is something to do. */
  closedAt: timestamp.optional(),
  /** When it was put into the trash; absent while it is not there. */
  deletedAt: timestamp.optional(),
  /** Its places in the orders `due` and `priority`, the first ones low. Absent in older rows: `ranksOf`. */
  dueRank: timestamp.optional(),
  importance: z.number().optional(),
});
export type Task = z.infer<typeof task>;

/** What creating a task takes. */
export const taskInput = task.pick({
  teamId: true,
  assigneeId: true,
  title: true,
  description: true,
  priority: true,
  dueAt: true,
});
export type TaskInput = z.infer<typeof taskInput>;

/** What may be changed. What is absent stays as it is; null takes a value away. */
export const taskChanges = z.object({
  title: task.shape.title.optional(),
  description: task.shape.description.nullable(),
  priority: task.shape.priority.optional(),
  dueAt: task.shape.dueAt.nullable(),
});
export type TaskChanges = z.infer<typeof taskChanges>;

const { dueRank: _, importance: __, ...publicFields } = task.shape;
export const publicTask = z.object(withSystemFields("tasks", publicFields));
export type PublicTask = z.infer<typeof publicTask>;

/**
 * Finds the places of a task in the orders `due` and `priority`. Every write of one of these fields writes them too:
 * an index sorts what has no date first, and priorities by their letters.
 * @param task its date, if any, and its priority
 * @returns the earliest date and the highest priority have the lowest numbers
 */
export function ranksOf({
  dueAt,
  priority,
}: Pick<Task, "dueAt" | "priority">): Required<Pick<Task, "dueRank" | "importance">> {
  return {
    dueRank: dueAt ?? fieldLimits.timestamp.max,
    importance: taskPriorities.toReversed().indexOf(priority),
  };
}

/** How many tasks a team has in each state, and how many in the trash. */
export const taskCounts = z.object({
  open: z.number(),
  doing: z.number(),
  done: z.number(),
  cancelled: z.number(),
  trash: z.number(),
});
export type TaskCounts = z.infer<typeof taskCounts>;

/** A task as a card shows it: without its long text, which every change of a board would send again. */
export const taskCard = publicTask.omit({ description: true });
export type TaskCard = z.infer<typeof taskCard>;

const boardColumn = z.object({
  tasks: z.array(taskCard).max(PAGE_SIZE),
  /** Whether its list has more. */
  isMore: z.boolean(),
});

/** The first tasks of each state, how many there are, and what their assignees are called. */
export const taskBoard = z.object({
  columns: z.object({
    open: boardColumn,
    doing: boardColumn,
    done: boardColumn,
    cancelled: boardColumn,
  }),
  counts: taskCounts,
  people: z
    .array(z.object({ userId: zid("users"), name: z.string() }))
    .max(taskStatuses.length * PAGE_SIZE),
});
export type TaskBoard = z.infer<typeof taskBoard>;

/** The parts that a person can have in a task: several, one, or none. */
export type TaskPart = "assignee" | "creator" | "teamOwner";

/**
 * Says what a person is to a task, which decides where they may move it.
 * @param task the task
 * @param userId the person
 * @param teamRole what they are in its team; null for somebody who is not in it
 */
export function partsIn(
  task: { assigneeId?: string | undefined; creatorId?: string | undefined },
  userId: string,
  teamRole: TeamRole | null,
): TaskPart[] {
  const parts: [TaskPart, boolean][] = [
    ["assignee", task.assigneeId === userId],
    ["creator", task.creatorId === userId],
    ["teamOwner", teamRole === "owner"],
  ];
  return parts.flatMap(([part, isTheirs]) => (isTheirs ? [part] : []));
}

const anyPart: readonly TaskPart[] = ["assignee", "creator", "teamOwner"];
const whoAsked: readonly TaskPart[] = ["creator", "teamOwner"];

/** From a state, to a state: who may move a task. What is absent is refused. */
const moves: Record<TaskStatus, Partial<Record<TaskStatus, readonly TaskPart[]>>> = {
  open: { doing: anyPart, done: anyPart, cancelled: whoAsked },
  doing: { open: anyPart, done: anyPart, cancelled: whoAsked },
  // Any of them may find that it is not done, or is wanted after all.
  done: { open: anyPart },
  cancelled: { open: whoAsked },
};

/**
 * Says whether somebody may move a task from one state to another.
 * @param from the state it is in
 * @param to the state it is to be in
 * @param who what the person is to the task; an empty list for any other member of the team
 * @returns false, too, when there is no such move for anybody, and when the states are the same
 */
export function canMove(from: TaskStatus, to: TaskStatus, who: readonly TaskPart[]): boolean {
  return moves[from][to]?.some((part) => who.includes(part)) ?? false;
}

/**
 * Lists where somebody may move a task, for the buttons of a page.
 * @param from the state it is in
 * @param who what the person is to the task
 * @returns the states in their usual order
 */
export function movesFrom(from: TaskStatus, who: readonly TaskPart[]): TaskStatus[] {
  return taskStatuses.filter((to) => canMove(from, to, who));
}

/**
 * Says whether a person may assign a task to someone else, or unassign it. Every member may assign an unassigned
 * task; reassigning one that is assigned takes a part in it, as moving it does (`canMove`).
 * @param isTaken whether it is assigned now
 * @param who the person's parts in the task; an empty list for any other member of the team
 */
export function canAssign(isTaken: boolean, who: readonly TaskPart[]): boolean {
  return !isTaken || who.length > 0;
}

/**
 * Says whether nothing is left to do in a state.
 * @param status a state of a task
 */
export function isClosed(status: TaskStatus): boolean {
  return status === "done" || status === "cancelled";
}

/** What to look for: as many words as a search index takes. */
export const taskSearch = z
  .string()
  .trim()
  .min(1)
  .max(taskLimits.search.max)
  .overwrite((text) => text.split(/\s+/).slice(0, taskLimits.search.words).join(" "));
