import { MailOpen } from "lucide-react";

import type { Feature } from "@/shell/feature";

export const feature: Feature = {
  pages: [{ to: "/invitations", title: "Invitations", icon: MailOpen, section: "own", order: 9 }],
};
