// Files, and how much of them may be stored: the tables with their indexes, and what their rows refer to.
import { blob } from "@repo/validators/files/blobs";
import { zodToConvex } from "@repo/validators/convex";
import { file } from "@repo/validators/files/files";
import { quota } from "@repo/validators/platform/quotas";
import { upload } from "@repo/validators/files/uploads";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const fileTables = {
  blobs: defineTable(zodToConvex(blob)).index("by_storageId", ["storageId"]),
  files: defineTable(zodToConvex(file))
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- the removal of an account goes through all of them, batch by batch
    .index("by_ownerId", ["ownerId"])
    .index("by_deletedAt", ["deletedAt"])
    .index("by_ownerId_and_deletedAt", ["ownerId", "deletedAt"])
    .index("by_ownerId_and_purpose_and_status_and_deletedAt", [
      "ownerId",
      "purpose",
      "status",
      "deletedAt",
    ])
    .index("by_status", ["status"])
    .index("by_teamId", ["teamId"]),
  quotas: defineTable(zodToConvex(quota))
    .index("by_ownerId_and_table", ["ownerId", "table"])
    .index("by_teamId_and_table", ["teamId", "table"]),
  uploads: defineTable(zodToConvex(upload))
    .index("by_ownerId", ["ownerId"])
    .index("by_storageId", ["storageId"]),
};

export const fileReferences = {
  blobs: {
    storageId: { to: "_storage" },
  },
  files: {
    ownerId: { to: "users", onRemove: "cascade" },
    storageId: { to: "_storage" },
    teamId: { to: "teams", onRemove: "cascade" },
  },
  quotas: {
    ownerId: { to: "users", onRemove: "cascade", index: "by_ownerId_and_table" },
    teamId: { to: "teams", onRemove: "cascade", index: "by_teamId_and_table" },
  },
  uploads: {
    ownerId: { to: "users", onRemove: "cascade" },
    storageId: { to: "_storage" },
  },
} as const satisfies References;
