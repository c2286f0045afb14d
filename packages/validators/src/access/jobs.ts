// Who may do what with work that goes on in the background.
import type { AccessMatrix } from "./matrix.ts";

export const jobAccess = {
  // Kept by the backend itself: the last run of each cron.
  cronRuns: {
    read: { admin: "all" },
  },
  // An admin may have one that failed tried again.
  jobs: {
    read: { admin: "all" },
    update: { admin: { scope: "all", only: ["status"] } },
  },
  // Kept by the backend itself: which rows have an id in a list.
  listedIds: {},
  // Kept by the backend itself: removals that are under way.
  removals: {
    read: { admin: "all" },
  },
} as const satisfies AccessMatrix;
