import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  wayIn: () => import("./demo-accounts"),
};
