// What knowledge adds to the lists of the core, by way of `all.ts`.
import { HOUR, MINUTE, type RateLimitConfig } from "@convex-dev/rate-limiter";
import { publicImport } from "@repo/validators/knowledge/imports";
import { publicQuestion } from "@repo/validators/knowledge/questions";
import { publicSource } from "@repo/validators/knowledge/sources";
import type { Row } from "../lib/changes";
import { type RemainsPart, afterDays } from "../lib/remains";

export const knowledgeRateLimits = {
  // Each may add thousands of sources, within the quotas.
  "imports.start": { kind: "token bucket", rate: 10, period: HOUR, capacity: 20 },
  "knowledge.search": { kind: "token bucket", rate: 60, period: MINUTE, capacity: 60 },
  "questions.ask": { kind: "token bucket", rate: 10, period: MINUTE, capacity: 20 },
  "sources.add": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 60 },
} satisfies Record<string, RateLimitConfig>;

/** The field that names a row. */
export const knowledgeNames = { imports: "name", questions: "question", sources: "title" } as const;

/** What a row weighs besides itself: a source with its text. */
export const knowledgeWeights = { sources: ({ textBytes }: Row) => Number(textBytes ?? 0) };

/** The fields of a person's rows that are in their export. */
export const knowledgeExportFields = {
  imports: publicImport,
  questions: publicQuestion,
  sources: publicSource,
};

const quote = {
  what: "a passage of a team's source, by any author",
  why: "it is part of another person's answer",
  until: "theirs",
} as const;

const indexed = {
  what: "the words of texts that they added to a team's knowledge",
  why: "they belong to the team",
  until: "theirs",
  ofOwnTeam: afterDays(1, "knowledge:sweep"),
} as const;

export const knowledgeRemains: RemainsPart = {
  remains: {
    "citations.passage": quote,
    "citations.title": quote,
    "sourceVersions.text": {
      what: "the texts that the person added to a team's knowledge",
      why: "they belong to the team",
      until: "theirs",
    },
    "rag/chunks": indexed,
    "rag/content": indexed,
    "rag/entries": indexed,
  },
  untellingComponents: { "rag/namespaces": "ids of teams" },
  untellingFamilies: {
    "rag/vectors_": "numbers, which go with the text that they were made of",
    "rag/workpool/": "work that is under way, gone when it is done",
  },
};
