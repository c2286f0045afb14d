// E-mails, and the events that say what became of them: the tables with their indexes, and what their rows refer to.
import { zodToConvex } from "@repo/validators/convex";
import { storedEmail } from "@repo/validators/platform/emails";
import { webhookEvent } from "@repo/validators/platform/webhookEvents";
import { defineTable } from "convex/server";

export const emailTables = {
  emails: defineTable(zodToConvex(storedEmail))
    .index("by_resendId", ["resendId"])
    .index("by_status", ["status"])
    .index("by_to", ["to"]),
  webhookEvents: defineTable(zodToConvex(webhookEvent)).index("by_source_and_eventId", [
    "source",
    "eventId",
  ]),
};
