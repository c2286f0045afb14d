// Who may do what with e-mails, and the events that say what became of them.
import type { AccessMatrix } from "./matrix.ts";

export const emailAccess = {
  emails: {
    read: { admin: "all" },
  },
  // Kept by the backend itself: which events webhooks have delivered.
  webhookEvents: {},
} as const satisfies AccessMatrix;
