import { BookOpenText } from "lucide-react";

import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  landing: {
    icon: BookOpenText,
    title: "Knowledge that answers",
    text: "Add pages and files, ask a question, and follow each citation to its passage.",
    order: 2,
  },
};
