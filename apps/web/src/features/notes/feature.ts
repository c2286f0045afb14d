import { NotebookPen } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [{ to: "/notes", title: "Notes", icon: NotebookPen, section: "own", key: "n" }],
};
