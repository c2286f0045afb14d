import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { createFileRoute } from "@tanstack/react-router";

import { readTaskSearch } from "@/features/tasks/search";
import { TasksPage } from "@/features/tasks/tasks-page";

export const Route = createFileRoute("/_app/t/$team/tasks")({
  validateSearch: readTaskSearch,
  loader: ({ context, params: { team } }) =>
    context.convex.prewarmQuery({
      query: api.tasks.counts,
      args: { teamId: team as Id<"teams"> },
    }),
  component: TasksPage,
});
