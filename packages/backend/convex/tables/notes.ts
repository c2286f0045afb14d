// Notes: the table with its indexes, and where its references lead.
import { note } from "@repo/validators/notes";
import { zodToConvex } from "convex-helpers/server/zod4";
import { defineTable } from "convex/server";
import type { References } from "../lib/references";

export const noteTables = {
  notes: defineTable(zodToConvex(note)).index("by_ownerId", ["ownerId"]),
};

export const noteReferences = {
  notes: {
    ownerId: { to: "users", onRemove: "restrict" },
  },
} as const satisfies References;
