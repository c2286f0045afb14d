import { createFileRoute } from "@tanstack/react-router";

import { readTaskSearch } from "@/features/tasks/search";
import { TasksPage } from "@/features/tasks/tasks-page";

export const Route = createFileRoute("/_app/t/$team/tasks")({
  validateSearch: readTaskSearch,
  component: TasksPage,
});
