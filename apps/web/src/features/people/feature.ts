import { Users } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/admin/people",
      title: "People",
      icon: Users,
      section: "admin",
      order: 1,
      access: "users.read",
    },
  ],
};
