import type { Feature } from "@/shell/feature";

export const feature: Feature = { pages: [], wayIn: () => import("./demo-accounts") };
