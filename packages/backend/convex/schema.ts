// Every table and index of the app. Fields come from the validators that arguments and forms use too.
import { authTables } from "@convex-dev/auth/server";
import { auditEvent } from "@repo/validators/auditEvents";
import { authCode } from "@repo/validators/authCodes";
import { blob } from "@repo/validators/blobs";
import { citation } from "@repo/validators/citations";
import { counter } from "@repo/validators/counters";
import { storedEmail } from "@repo/validators/emails";
import { file } from "@repo/validators/files";
import { invitation } from "@repo/validators/invitations";
import { job } from "@repo/validators/jobs";
import { membership } from "@repo/validators/memberships";
import { memory } from "@repo/validators/memories";
import { note } from "@repo/validators/notes";
import { notificationSetting } from "@repo/validators/notificationSettings";
import { notification } from "@repo/validators/notifications";
import { quota } from "@repo/validators/quotas";
import { question } from "@repo/validators/questions";
import { removal } from "@repo/validators/removals";
import { sourceVersion } from "@repo/validators/sourceVersions";
import { source } from "@repo/validators/sources";
import { task } from "@repo/validators/tasks";
import { team } from "@repo/validators/teams";
import { thread } from "@repo/validators/threads";
import { upload } from "@repo/validators/uploads";
import { usage } from "@repo/validators/usage";
import { user } from "@repo/validators/users";
import { webhookEvent } from "@repo/validators/webhookEvents";
import { zodToConvex } from "convex-helpers/server/zod4";
import { defineSchema, defineTable } from "convex/server";

export default defineSchema({
  ...authTables,
  auditEvents: defineTable(zodToConvex(auditEvent))
    .index("by_actorId", ["actorId"])
    .index("by_teamId", ["teamId"])
    .index("by_table_and_rowId", ["table", "rowId"]),
  // The library's own table; the second index finds what goes with a session.
  authVerifiers: defineTable(authTables.authVerifiers.validator)
    .index("signature", ["signature"])
    .index("by_sessionId", ["sessionId"]),
  authCodes: defineTable(zodToConvex(authCode)).index("by_email_and_purpose", ["email", "purpose"]),
  blobs: defineTable(zodToConvex(blob)).index("by_storageId", ["storageId"]),
  citations: defineTable(zodToConvex(citation))
    .index("by_questionId", ["questionId"])
    .index("by_sourceId", ["sourceId"]),
  counters: defineTable(zodToConvex(counter)).index("by_teamId_and_table_and_field", [
    "teamId",
    "table",
    "field",
  ]),
  emails: defineTable(zodToConvex(storedEmail))
    .index("by_resendId", ["resendId"])
    .index("by_status", ["status"])
    .index("by_to", ["to"]),
  files: defineTable(zodToConvex(file))
    .index("by_ownerId", ["ownerId"])
    .index("by_status", ["status"])
    .index("by_teamId", ["teamId"]),
  invitations: defineTable(zodToConvex(invitation))
    .index("by_teamId", ["teamId"])
    .index("by_invitedBy", ["invitedBy"])
    .index("by_email_and_teamId", ["email", "teamId"])
    .index("by_tokenHash", ["tokenHash"])
    .index("by_expiresAt", ["expiresAt"]),
  jobs: defineTable(zodToConvex(job))
    .index("by_group_and_status", ["group", "status"])
    .index("by_status_and_dueAt", ["status", "dueAt"]),
  memberships: defineTable(zodToConvex(membership))
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- members are listed in the order of joining
    .index("by_teamId", ["teamId"])
    .index("by_userId", ["userId"])
    .index("by_teamId_and_role", ["teamId", "role"])
    .index("by_teamId_and_userId", ["teamId", "userId"]),
  memories: defineTable(zodToConvex(memory))
    .index("by_ownerId", ["ownerId"])
    .searchIndex("search_keywords", { searchField: "keywords", filterFields: ["ownerId"] }),
  notes: defineTable(zodToConvex(note)).index("by_ownerId", ["ownerId"]),
  notificationSettings: defineTable(zodToConvex(notificationSetting)).index("by_userId", [
    "userId",
  ]),
  notifications: defineTable(zodToConvex(notification))
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- sorts read and unread ones together by time
    .index("by_userId", ["userId"])
    .index("by_userId_and_readAt", ["userId", "readAt"]),
  questions: defineTable(zodToConvex(question))
    .index("by_askedBy", ["askedBy"])
    .index("by_teamId", ["teamId"]),
  quotas: defineTable(zodToConvex(quota))
    .index("by_ownerId_and_table", ["ownerId", "table"])
    .index("by_teamId_and_table", ["teamId", "table"]),
  removals: defineTable(zodToConvex(removal))
    .index("by_movedAt", ["movedAt"])
    .index("by_table_and_rowId", ["table", "rowId"]),
  sourceVersions: defineTable(zodToConvex(sourceVersion))
    .index("by_fileId", ["fileId"])
    .index("by_sourceId", ["sourceId"]),
  sources: defineTable(zodToConvex(source))
    .index("by_addedBy", ["addedBy"])
    .index("by_entryId", ["entryId"])
    .index("by_index", ["index"])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- a team's are listed in the order of adding
    .index("by_teamId", ["teamId"])
    .index("by_teamId_and_index", ["teamId", "index"]),
  tasks: defineTable(zodToConvex(task))
    .index("by_assigneeId", ["assigneeId"])
    .index("by_creatorId", ["creatorId"])
    .index("by_deletedAt", ["deletedAt"])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- going through a team batch by batch needs an order that no change moves a task in
    .index("by_teamId", ["teamId"])
    .index("by_teamId_and_assigneeId_and_deletedAt_and_closedAt", [
      "teamId",
      "assigneeId",
      "deletedAt",
      "closedAt",
    ])
    .index("by_teamId_and_deletedAt_and_closedAt_and_dueAt", [
      "teamId",
      "deletedAt",
      "closedAt",
      "dueAt",
    ])
    .index("by_teamId_and_deletedAt_and_status", ["teamId", "deletedAt", "status"])
    .searchIndex("search_title", {
      searchField: "title",
      filterFields: ["teamId", "deletedAt", "status"],
    }),
  teams: defineTable(zodToConvex(team)),
  threads: defineTable(zodToConvex(thread))
    .index("by_ownerId_and_lastMessageAt", ["ownerId", "lastMessageAt"])
    .index("by_teamId", ["teamId"]),
  uploads: defineTable(zodToConvex(upload))
    .index("by_ownerId", ["ownerId"])
    .index("by_storageId", ["storageId"]),
  usage: defineTable(zodToConvex(usage)).index("by_ownerId", ["ownerId"]),
  // The auth library looks people up by indexes of these two names.
  users: defineTable(zodToConvex(user))
    .index("email", ["email"])
    .index("phone", ["phone"])
    .index("by_avatarId", ["avatarId"])
    .index("by_nameKey", ["nameKey"])
    .index("by_role", ["role"])
    .searchIndex("search_name", { searchField: "name" }),
  webhookEvents: defineTable(zodToConvex(webhookEvent)).index("by_source_and_eventId", [
    "source",
    "eventId",
  ]),
});
