import { Bell } from "lucide-react";

import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  landing: {
    icon: Bell,
    title: "Nothing missed",
    text: "Notifications in the app, and a daily e-mail if you want one.",
    order: 6,
  },
};
