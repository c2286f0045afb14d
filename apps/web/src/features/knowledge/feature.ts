import { BookOpenText } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/t/$team/knowledge",
      title: "Knowledge",
      icon: BookOpenText,
      section: "team",
      order: 2,
      access: "sources.read",
      key: "k",
    },
  ],
  landing: {
    icon: BookOpenText,
    title: "Knowledge that answers",
    text: "Add pages and files, ask a question, and follow each citation to its passage.",
    order: 2,
  },
  palette: () => import("./palette-results"),
};
