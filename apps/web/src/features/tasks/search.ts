// What the address says about the page of tasks.
import { taskLimits, taskStatuses } from "@repo/validators/tasks";
import { z } from "zod";

export const taskFilters = ["all", "mine", "due", "trash"] as const;
export type TaskFilter = (typeof taskFilters)[number];

export const taskSearchShape = z.object({
  view: z.enum(["list"]).optional().catch(undefined),
  show: z.enum(["mine", "due", "trash"]).optional().catch(undefined),
  status: z.enum(taskStatuses).optional().catch(undefined),
  q: z.string().max(taskLimits.search.max).optional().catch(undefined),
  /** The task that is open beside the list. */
  task: z.string().optional().catch(undefined),
});
export type TaskSearch = z.infer<typeof taskSearchShape>;
