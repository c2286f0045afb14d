import { createFileRoute } from "@tanstack/react-router";

import { taskSearchShape } from "@/features/tasks/search";
import { TasksPage } from "@/features/tasks/tasks-page";

export const Route = createFileRoute("/_app/t/$team/tasks")({
  validateSearch: taskSearchShape,
  component: TasksPage,
});
