import { MessagesSquare } from "lucide-react";

import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  landing: {
    icon: MessagesSquare,
    title: "An assistant with a memory",
    text: "It reads what your team works on, and you decide what it remembers.",
    order: 3,
  },
};
