// Who may do what with work that goes on in the background.
import type { AccessMatrix } from "./matrix.ts";

export const jobAccess = {
  jobs: {
    read: { admin: "all" },
  },
  // Kept by the backend itself: removals that are under way.
  removals: {
    read: { admin: "all" },
  },
} as const satisfies AccessMatrix;
