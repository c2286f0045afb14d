// Notes: the table with its indexes, and where its references lead.
import { zodToConvex } from "@repo/validators/convex";
import { note } from "@repo/validators/notes";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const noteTables = {
  notes: defineTable(zodToConvex(note)).index("by_ownerId", ["ownerId"]),
};

export const noteReferences = {
  notes: {
    ownerId: { to: "users", onRemove: "restrict" },
  },
} as const satisfies References;
