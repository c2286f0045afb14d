// What people use of the models: the table with its index, and what its rows refer to.
import { usage } from "@repo/validators/ai/usage";
import { zodToConvex } from "@repo/validators/convex";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const usageTables = {
  usage: defineTable(zodToConvex(usage)).index("by_ownerId", ["ownerId"]),
};

export const usageReferences = {
  usage: {
    ownerId: { to: "users", onRemove: "cascade" },
  },
} as const satisfies References;
