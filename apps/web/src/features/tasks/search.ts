// What the address says about the page of tasks.
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
