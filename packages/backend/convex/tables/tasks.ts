// Tasks, and the numbers they get: the tables with their indexes, and what their rows refer to.
import { zodToConvex } from "@repo/validators/convex";
import { counter } from "@repo/validators/platform/counters";
import { task } from "@repo/validators/tasks";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const taskTables = {
  counters: defineTable(zodToConvex(counter)).index("by_teamId_and_table_and_field", [
    "teamId",
    "table",
    "field",
  ]),
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
    // A list is of all states or one, of all people or one, and in one of three orders: an index for each.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- the tasks of all states, in the order of their creation
    .index("by_teamId_and_deletedAt", ["teamId", "deletedAt"])
    .index("by_teamId_and_deletedAt_and_dueRank", ["teamId", "deletedAt", "dueRank"])
    .index("by_teamId_and_deletedAt_and_importance", ["teamId", "deletedAt", "importance"])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- in the order of their creation
    .index("by_teamId_and_deletedAt_and_status", ["teamId", "deletedAt", "status"])
    .index("by_teamId_and_deletedAt_and_status_and_dueRank", [
      "teamId",
      "deletedAt",
      "status",
      "dueRank",
    ])
    .index("by_teamId_and_deletedAt_and_status_and_importance", [
      "teamId",
      "deletedAt",
      "status",
      "importance",
    ])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- in the order of their creation
    .index("by_teamId_and_assigneeId_and_deletedAt", ["teamId", "assigneeId", "deletedAt"])
    .index("by_teamId_and_assigneeId_and_deletedAt_and_dueRank", [
      "teamId",
      "assigneeId",
      "deletedAt",
      "dueRank",
    ])
    .index("by_teamId_and_assigneeId_and_deletedAt_and_importance", [
      "teamId",
      "assigneeId",
      "deletedAt",
      "importance",
    ])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- in the order of their creation
    .index("by_teamId_and_assigneeId_and_deletedAt_and_status", [
      "teamId",
      "assigneeId",
      "deletedAt",
      "status",
    ])
    .index("by_teamId_and_assigneeId_and_deletedAt_and_status_and_dueRank", [
      "teamId",
      "assigneeId",
      "deletedAt",
      "status",
      "dueRank",
    ])
    .index("by_teamId_and_assigneeId_and_deletedAt_and_status_and_importance", [
      "teamId",
      "assigneeId",
      "deletedAt",
      "status",
      "importance",
    ])
    .searchIndex("search_title", {
      searchField: "title",
      filterFields: ["teamId", "deletedAt", "status", "assigneeId"],
    }),
};

export const taskReferences = {
  counters: {
    teamId: { to: "teams", onRemove: "cascade", index: "by_teamId_and_table_and_field" },
  },
  tasks: {
    assigneeId: { to: "users", onRemove: "clear" },
    creatorId: { to: "users", onRemove: "clear" },
    teamId: { to: "teams", onRemove: "cascade" },
  },
} as const satisfies References;
