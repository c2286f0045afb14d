// Who may do what with the audit log.
import type { AccessMatrix } from "../access.ts";

export const auditEventAccess = {
  // Events are written along with what they tell of, and only ever read.
  auditEvents: {
    columns: { team: "teamId" },
    read: { member: "led", admin: "all" },
  },
} as const satisfies AccessMatrix;
