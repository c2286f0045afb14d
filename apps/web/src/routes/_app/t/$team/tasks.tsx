import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { createFileRoute } from "@tanstack/react-router";

import { isBoard, readTaskSearch, shownBy } from "@/features/tasks/search";
import { TasksPage } from "@/features/tasks/tasks-page";

export const Route = createFileRoute("/_app/t/$team/tasks")({
  validateSearch: readTaskSearch,
  loader: ({ context: { convex }, location, params: { team } }) => {
    const search = readTaskSearch(location.search);
    const teamId = team as Id<"teams">;
    if (isBoard(search)) {
      convex.prewarmQuery({ query: api.tasks.board, args: { teamId, ...shownBy(search) } });
    } else convex.prewarmQuery({ query: api.tasks.counts, args: { teamId } });
  },
  component: TasksPage,
});
