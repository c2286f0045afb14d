// Every table and index of the app. Fields come from the validators that arguments and forms use too.
import { authTables } from "@convex-dev/auth/server";
import { auditEvent } from "@repo/validators/auditEvents";
import { storedEmail } from "@repo/validators/emails";
import { job } from "@repo/validators/jobs";
import { note } from "@repo/validators/notes";
import { user } from "@repo/validators/users";
import { zodToConvex } from "convex-helpers/server/zod4";
import { defineSchema, defineTable } from "convex/server";

export default defineSchema({
  ...authTables,
  auditEvents: defineTable(zodToConvex(auditEvent))
    .index("by_actorId", ["actorId"])
    .index("by_table_and_rowId", ["table", "rowId"]),
  emails: defineTable(zodToConvex(storedEmail)).index("by_status", ["status"]),
  jobs: defineTable(zodToConvex(job)).index("by_status_and_dueAt", ["status", "dueAt"]),
  notes: defineTable(zodToConvex(note)).index("by_ownerId", ["ownerId"]),
  // The auth library looks people up by indexes of these two names.
  users: defineTable(zodToConvex(user)).index("email", ["email"]).index("phone", ["phone"]),
});
