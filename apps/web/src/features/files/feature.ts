import { Paperclip } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/files",
      title: "Files",
      icon: Paperclip,
      section: "own",
      order: 2,
      access: "files.read",
      key: "f",
    },
  ],
};
