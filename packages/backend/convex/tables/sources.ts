// Knowledge: sources, imports of them, questions and what answers cite: the tables with their indexes, and what their rows refer to.
import { citation } from "@repo/validators/knowledge/citations";
import { zodToConvex } from "@repo/validators/convex";
import { knowledgeImport } from "@repo/validators/knowledge/imports";
import { question } from "@repo/validators/knowledge/questions";
import { sourceVersion } from "@repo/validators/knowledge/sourceVersions";
import { source } from "@repo/validators/knowledge/sources";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const sourceTables = {
  citations: defineTable(zodToConvex(citation))
    .index("by_questionId", ["questionId"])
    .index("by_sourceId", ["sourceId"]),
  imports: defineTable(zodToConvex(knowledgeImport))
    .index("by_fileId", ["fileId"])
    .index("by_startedBy", ["startedBy"])
    .index("by_teamId", ["teamId"]),
  questions: defineTable(zodToConvex(question))
    .index("by_askedBy", ["askedBy"])
    .index("by_teamId", ["teamId"]),
  sourceVersions: defineTable(zodToConvex(sourceVersion))
    .index("by_fileId", ["fileId"])
    .index("by_sourceId", ["sourceId"]),
  sources: defineTable(zodToConvex(source))
    .index("by_addedBy", ["addedBy"])
    .index("by_entryId", ["entryId"])
    .index("by_importId_and_status", ["importId", "status"])
    .index("by_index", ["index"])
    .index("by_rowId", ["rowId"])
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- a team's are listed in the order of adding
    .index("by_teamId", ["teamId"])
    .index("by_teamId_and_index", ["teamId", "index"]),
};

export const sourceReferences = {
  citations: {
    questionId: { to: "questions", onRemove: "cascade" },
    sourceId: { to: "sources", onRemove: "cascade" },
  },
  imports: {
    fileId: { to: "files", onRemove: "clear" },
    startedBy: { to: "users", onRemove: "cascade" },
    teamId: { to: "teams", onRemove: "cascade" },
  },
  questions: {
    askedBy: { to: "users", onRemove: "cascade" },
    teamId: { to: "teams", onRemove: "cascade" },
  },
  sourceVersions: {
    // The text was read from it already.
    fileId: { to: "files", onRemove: "clear" },
    sourceId: { to: "sources", onRemove: "cascade" },
  },
  sources: {
    // What somebody added is the team's, and stays with it.
    addedBy: { to: "users", onRemove: "clear" },
    importId: { to: "imports", onRemove: "clear", index: "by_importId_and_status" },
    teamId: { to: "teams", onRemove: "cascade" },
  },
} as const satisfies References;
