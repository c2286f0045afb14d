// A task as its forms hold it: a text in every control.
import { task, taskInput, type PublicTask } from "@repo/validators/tasks";

import { dateText, textOf, type Texts } from "@/components/form/values";

export const createShape = taskInput.omit({ teamId: true });

export const emptyTask: Texts<typeof createShape> = {
  title: "",
  description: "",
  priority: "normal",
  dueAt: "",
  assigneeId: "",
};

/** What can be changed of a task with the form; its assignee and its state change on their own. */
export const editShape = task.pick({
  title: true,
  description: true,
  priority: true,
  dueAt: true,
});

export const editTexts = (task: PublicTask): Texts<typeof editShape> => ({
  title: task.title,
  description: textOf(task.description),
  priority: task.priority,
  dueAt: dateText(task.dueAt),
});
