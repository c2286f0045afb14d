// The audit log: the tables with their indexes, and what their rows refer to.
import { auditEvent } from "@repo/validators/platform/auditEvents";
import { zodToConvex } from "@repo/validators/convex";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const auditEventTables = {
  auditEvents: defineTable(zodToConvex(auditEvent))
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- the events by a person are listed in the order of their creation
    .index("by_actorId", ["actorId"])
    .index("by_actorId_and_table", ["actorId", "table"])
    .index("by_teamId", ["teamId"])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- the events of a table are listed in the order of their creation
    .index("by_table", ["table"])
    .index("by_table_and_rowId", ["table", "rowId"]),
};

export const auditEventReferences = {
  auditEvents: {
    // What was done stays on record; who it was is forgotten with the account.
    actorId: { to: "users", onRemove: "clear" },
    teamId: { to: "teams", onRemove: "clear" },
  },
} as const satisfies References;
