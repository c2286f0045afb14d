// Who may do what with the audit log.
import type { AccessMatrix } from "./matrix.ts";

export const auditEventAccess = {
  // Events are written in the transaction that they record, and can only be read.
  auditEvents: {
    columns: { team: "teamId" },
    read: { member: "led", admin: "all" },
  },
} as const satisfies AccessMatrix;
