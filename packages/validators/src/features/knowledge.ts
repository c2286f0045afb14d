// What knowledge adds to the lists of the core. Each is spread there in one line.
import { appPath } from "../appPath.ts";

/** What a file may be for, and what each purpose takes. */
export const knowledgePurposes = ["import", "knowledge"] as const;
export const knowledgeFileLimits = {
  // Many files of knowledge in one. The most that an HTTP action takes.
  import: { maxBytes: 20_000_000, types: ["application/zip", "application/x-zip-compressed"] },
  knowledge: {
    maxBytes: 10_000_000,
    types: ["application/pdf", "text/plain", "text/markdown", "text/html"],
  },
} as const;

/** Pages that notifications link to. */
export const knowledgePaths = {
  knowledge: (teamId: string) => appPath`/t/${teamId}/knowledge`,
  source: (teamId: string, sourceId: string) => appPath`/t/${teamId}/knowledge?source=${sourceId}`,
} as const;

export const knowledgeNotificationKinds = ["knowledgeReady", "knowledgeFailed"] as const;

export const knowledgeQuotas = {
  imports: {
    person: { column: "startedBy", rows: 200, bytes: 10_000_000 },
    team: { column: "teamId", rows: 500, bytes: 25_000_000 },
  },
  questions: { person: { column: "askedBy" }, team: { column: "teamId" } },
  // With their texts, which are stored in a table of their own.
  sources: {
    person: { column: "addedBy", rows: 2_000, bytes: 200_000_000 },
    team: { column: "teamId", rows: 5_000, bytes: 500_000_000 },
  },
} as const;

/** Tables that are not counted, each with what bounds it instead. */
export const knowledgeUncounted = {
  citations: "a few for each question, and gone with it",
  sourceVersions: "counted with their source",
} as const;
