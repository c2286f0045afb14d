import { KanbanSquare } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/t/$team/tasks",
      title: "Tasks",
      icon: KanbanSquare,
      section: "team",
      order: 1,
      access: "tasks.read",
      key: "t",
    },
  ],
  palette: () => import("./palette-results"),
};
