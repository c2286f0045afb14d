import { Bell } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/notifications",
      title: "Notifications",
      icon: Bell,
      section: "own",
      order: 8,
      access: "notifications.read",
      key: "i",
    },
  ],
  header: () => import("./bell"),
};
