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
  landing: {
    icon: Bell,
    title: "Nothing missed",
    text: "Notifications in the app, and a daily e-mail if you want one.",
    order: 6,
  },
  header: () => import("./bell"),
};
