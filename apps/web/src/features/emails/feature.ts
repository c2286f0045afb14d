import { Mail } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [
    {
      to: "/admin/emails",
      title: "E-mails",
      icon: Mail,
      section: "admin",
      order: 4,
      access: "emails.read",
    },
  ],
};
