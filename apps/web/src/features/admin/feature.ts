import { Cog, KeyRound, ScrollText } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/admin/audit",
      title: "Audit log",
      icon: ScrollText,
      section: "admin",
      order: 2,
      access: "users.read",
    },
    {
      to: "/admin/jobs",
      title: "Jobs and crons",
      icon: Cog,
      section: "admin",
      order: 3,
      access: "jobs.read",
    },
    {
      to: "/admin/roles",
      title: "Roles",
      icon: KeyRound,
      section: "admin",
      order: 5,
      access: "users.read",
    },
  ],
};
