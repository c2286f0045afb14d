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
  landing: {
    icon: Paperclip,
    title: "Files in their place",
    text: "Drop several at once and watch each one arrive.",
    order: 4,
  },
};
