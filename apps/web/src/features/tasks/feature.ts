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
  landing: {
    icon: KanbanSquare,
    title: "Tasks on a shared board",
    text: "Move a card and everyone in the team sees it move.",
    order: 1,
  },
  palette: () => import("./palette-results"),
};
