import type { ForVisitors } from "@/shell/visitors";

export const forVisitors: ForVisitors = {
  page: { path: "/sign-in", load: () => import("./first-page") },
};
