import { MessagesSquare } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/assistant",
      title: "Assistant",
      icon: MessagesSquare,
      section: "own",
      order: 3,
      access: "threads.read",
      key: "a",
    },
  ],
  landing: {
    icon: MessagesSquare,
    title: "An assistant with a memory",
    text: "It reads what your team works on, and you decide what it remembers.",
    order: 3,
  },
};
