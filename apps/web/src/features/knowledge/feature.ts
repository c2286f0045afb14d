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
  palette: () => import("./palette-results"),
};
