// Jobs, the last runs of crons, and what removals need: the tables with their indexes.
import { zodToConvex } from "@repo/validators/convex";
import { cronRun } from "@repo/validators/platform/cronRuns";
import { job } from "@repo/validators/platform/jobs";
import { listedId } from "@repo/validators/platform/listedIds";
import { removal } from "@repo/validators/platform/removals";
import { defineTable } from "convex/server";

export const jobTables = {
  cronRuns: defineTable(zodToConvex(cronRun)).index("by_title", ["title"]),
  jobs: defineTable(zodToConvex(job))
    .index("by_group_and_status", ["group", "status"])
    .index("by_kind_and_subject", ["kind", "subject"])
    .index("by_status_and_dueAt", ["status", "dueAt"]),
  listedIds: defineTable(zodToConvex(listedId)).index("by_targetId_and_table_and_field_and_rowId", [
    "targetId",
    "table",
    "field",
    "rowId",
  ]),
  removals: defineTable(zodToConvex(removal))
    .index("by_movedAt", ["movedAt"])
    .index("by_table_and_rowId", ["table", "rowId"]),
};
