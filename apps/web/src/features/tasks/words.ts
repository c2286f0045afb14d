// Every word of this feature that a person reads, so that another language is another file.
import type { TaskOrder, TaskStatus, taskPriorities } from "@repo/validators/tasks";

import { countText, dateText, numberText } from "@/lib/language";

export const statusNames: Record<TaskStatus, string> = {
  open: "Open",
  doing: "In progress",
  done: "Done",
  cancelled: "Cancelled",
};
/** In the order of the columns. */
export const taskStatuses = Object.keys(statusNames) as TaskStatus[];

export const orderNames: Record<TaskOrder, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  due: "Due soonest",
  priority: "Highest priority",
};
export const taskOrders = Object.keys(orderNames) as TaskOrder[];

export const priorityNames: Record<(typeof taskPriorities)[number], string> = {
  low: "Low",
  normal: "Normal",
  high: "High",
};

const dayOfYear = dateText({ month: "short", day: "numeric" });
const dateOf = dateText({ dateStyle: "medium" });

export const words = {
  title: "Tasks",
  subtitle: "Shared with your team. Changes appear for everybody at once.",
  board: "Board",
  list: "List",
  view: "View",
  search: "Search tasks",
  show: "Show",
  filters: {
    all: "All tasks",
    due: "With a due date",
    trash: "Trash",
  },
  status: "State",
  allStatuses: "All states",
  sort: "Sort",
  assignee: "Assigned to",
  anyone: "Anyone",
  withCount: (name: string, count: number | undefined) =>
    count === undefined ? name : `${name} (${numberText(count)})`,
  create: "New task",
  createSubmit: "Create task",
  created: "Task created.",
  notCreated: "The task was not created.",
  edit: "Edit task",
  save: "Save",
  cancel: "Cancel",
  notChanged: "The task was not changed.",
  notMoved: "The task was not moved.",
  notAssigned: "The task was not assigned.",
  fields: {
    title: "Title",
    description: "Description",
    priority: "Priority",
    dueAt: "Due",
    assignee: "Assignee",
    creator: "Created by",
    created: "Created",
  },
  unassigned: "Unassigned",
  moveTo: "Move to",
  moveMenu: (title: string) => `Move “${title}”`,
  open: (title: string) => `Open “${title}”`,
  removed: "Task moved to the trash.",
  notRemoved: "The task was not moved to the trash.",
  remove: "Move to trash",
  restore: "Restore",
  restored: "Task restored.",
  notRestored: "The task was not restored.",
  undo: "Undo",
  count: (count: number) => countText(count, { one: "task", other: "tasks" }),
  column: (status: TaskStatus, count: number) => `${statusNames[status]}, ${words.count(count)}`,
  emptyColumn: "No tasks here.",
  emptyDue: "No open task has a due date.",
  nothingFound: "No task matches.",
  emptyTrash: "The trash is empty.",
  trashHint: (days: number) => `Tasks in the trash are removed for good after ${days} days.`,
  loading: "Loading tasks",
  gone: "This task cannot be shown",
  inTrash: "This task is in the trash. Restore it to change it.",
  due: (time: number) => `Due ${dayOfYear(time)}`,
  overdue: (time: number) => `Overdue since ${dayOfYear(time)}`,
  day: (time: number) => dateOf(time),
  drag: {
    handle: (title: string) => `Drag “${title}”`,
    instructions:
      "To pick up a task, press space. While it is picked up, use the arrow keys to move between columns. Press space again to drop it, or escape to cancel.",
    over: (title: string, column: string) => `${title} is picked up, over ${column}.`,
    dropped: (title: string, column: string) => `${title} moved to ${column}.`,
    cancelled: (title: string) => `${title} stays where it was.`,
  },
};
