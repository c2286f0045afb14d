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
};
