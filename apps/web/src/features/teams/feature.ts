import { Users } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/t/$team/members",
      title: "Team",
      icon: Users,
      section: "team",
      order: 9,
      access: "memberships.read",
      key: "m",
    },
  ],
};
