// What the address says about the page of tasks.
import { flag, keyOf, oneOf, searchParams, shortText } from "@/lib/search-params";

import { statusNames, taskOrders } from "./words";

export const taskFilters = ["all", "mine", "due", "trash"] as const;

export const readTaskSearch = searchParams({
  view: oneOf(["list"]),
  show: oneOf(["mine", "due", "trash"]),
  status: keyOf(statusNames),
  sort: oneOf(taskOrders),
  q: shortText,
  /** Whether a new task is being written. */
  create: flag,
  /** The task that is open beside the list. */
  task: shortText,
});
export type TaskSearch = ReturnType<typeof readTaskSearch>;
