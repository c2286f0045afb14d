import { KanbanSquare } from "lucide-react";

import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  landing: {
    icon: KanbanSquare,
    title: "Tasks on a shared board",
    text: "Move a card and everyone in the team sees it move.",
    order: 1,
  },
};
