import { Paperclip } from "lucide-react";

import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  landing: {
    icon: Paperclip,
    title: "Files in their place",
    text: "Drop several at once and watch each one arrive.",
    order: 4,
  },
};
