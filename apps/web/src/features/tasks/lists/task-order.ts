import { ranksOf, type TaskCard, type TaskOrder } from "@repo/validators/tasks";

/** What a task is sorted by in each order, as on the server: `newest` from the highest on, the others from the lowest. */
export const placeIn: Record<TaskOrder, (task: TaskCard) => number[]> = {
  newest: ({ _creationTime }) => [_creationTime],
  oldest: ({ _creationTime }) => [_creationTime],
  due: (task) => [ranksOf(task).dueRank, task._creationTime],
  priority: (task) => [ranksOf(task).importance, task._creationTime],
};
