import { Users } from "lucide-react";

import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  landing: {
    icon: Users,
    title: "Teams and roles",
    text: "Invite people by e-mail; owners decide who may do what.",
    order: 5,
  },
};
