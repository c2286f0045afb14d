// The assistant: conversations, and what it remembers: the tables with their indexes, and what their rows refer to.
import { zodToConvex } from "@repo/validators/convex";
import { memory } from "@repo/validators/assistant/memories";
import { thread } from "@repo/validators/assistant/threads";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const threadTables = {
  memories: defineTable(zodToConvex(memory))
    .index("by_ownerId", ["ownerId"])
    .searchIndex("search_keywords", { searchField: "keywords", filterFields: ["ownerId"] }),
  threads: defineTable(zodToConvex(thread))
    .index("by_ownerId_and_lastMessageAt", ["ownerId", "lastMessageAt"])
    .index("by_teamId", ["teamId"]),
};

export const threadReferences = {
  memories: {
    ownerId: { to: "users", onRemove: "cascade" },
  },
  threads: {
    ownerId: { to: "users", onRemove: "cascade", index: "by_ownerId_and_lastMessageAt" },
    // What was said is its owner's, and stays; only the team's knowledge is out of reach.
    teamId: { to: "teams", onRemove: "clear" },
  },
} as const satisfies References;
