// What the address says about the page of tasks.
import type { Id } from "@repo/backend/_generated/dataModel";
import type { TaskOrder } from "@repo/validators/tasks";

import { flag, keyOf, oneOf, searchParams, shortText } from "@/lib/search-params";

import { statusNames, taskOrders } from "./words";

export const taskFilters = ["all", "due", "trash"] as const;

export const readTaskSearch = searchParams({
  view: oneOf(["list"]),
  show: oneOf(["due", "trash"]),
  status: keyOf(statusNames),
  /** Whose tasks are shown: the id of a person of the team. */
  assignee: shortText,
  sort: oneOf(taskOrders),
  q: shortText,
  /** Whether a new task is being written. */
  create: flag,
  /** The task that is open beside the list. */
  task: shortText,
});
export type TaskSearch = ReturnType<typeof readTaskSearch>;

/** Which tasks the page shows, on its board or in a list of all. */
export interface Shown {
  /** Absent for everybody's. */
  assigneeId?: Id<"users"> | undefined;
  /** Words of their titles; absent for all tasks. */
  term?: string | undefined;
  order: TaskOrder;
}

export function shownBy({ assignee, q, sort = "newest" }: TaskSearch): Shown {
  return { assigneeId: assignee as Id<"users"> | undefined, term: q, order: sort };
}

/** Whether the page shows the board, not a list. */
export const isBoard = ({ view, show }: TaskSearch) => view === undefined && show === undefined;
