// Jobs, and removals that go on in the background: the tables with their indexes, and what their rows refer to.
import { zodToConvex } from "@repo/validators/convex";
import { job } from "@repo/validators/platform/jobs";
import { removal } from "@repo/validators/platform/removals";
import { defineTable } from "convex/server";

export const jobTables = {
  jobs: defineTable(zodToConvex(job))
    .index("by_group_and_status", ["group", "status"])
    .index("by_status_and_dueAt", ["status", "dueAt"]),
  removals: defineTable(zodToConvex(removal))
    .index("by_movedAt", ["movedAt"])
    .index("by_table_and_rowId", ["table", "rowId"]),
};
