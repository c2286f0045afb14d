// An import: many pages for a team's knowledge in one zip. Each page becomes a source of its own.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { file, fileLimits } from "../files/files.ts";
import { sourceLimits } from "./sources.ts";

/** How far the zip is read. What was added before a failure or a cancellation stays. */
export const importStatuses = ["pending", "reading", "read", "failed", "cancelled"] as const;
export type ImportStatus = (typeof importStatuses)[number];

export const importLimits = {
  /** Files that a zip may hold; folders and hidden files do not count. */
  files: 2000,
  /** Of one of them, unpacked: what a source takes as a file. */
  fileBytes: fileLimits.purposes.knowledge.maxBytes,
  /** Of all that is unpacked. */
  totalBytes: 100_000_000,
  /** How many refused files, and failed sources, are listed. */
  problems: 50,
  reason: { max: 500 },
} as const;

/** What became of a file that is in no use, and why: its path in the zip or the title of its source. */
export const importProblem = z.object({
  name: z.string().max(sourceLimits.title.max),
  reason: z.string().max(importLimits.reason.max),
});
export type ImportProblem = z.infer<typeof importProblem>;

const count = z.number().int().min(0);

export const knowledgeImport = z.object({
  teamId: zid("teams"),
  startedBy: zid("users"),
  /** Of the zip. */
  name: file.shape.name,
  /** The zip, until it was read. */
  fileId: zid("files").optional(),
  status: z.enum(importStatuses),
  /** Why reading ended early. */
  error: z.string().max(importLimits.reason.max).optional(),
  /** Files in the zip, once they were counted. */
  total: count.optional(),
  /** Of those, how many were added or refused so far, in their order. */
  handled: count,
  refused: count,
  refusals: z.array(importProblem).max(importLimits.problems),
  /** The sources that it has added, by what they are now: in line or being indexed, ready, failed. */
  waiting: count,
  ready: count,
  failed: count,
  /** Whether the person who started it was notified of the result. */
  isTold: z.boolean().optional(),
});
export type KnowledgeImport = z.infer<typeof knowledgeImport>;

/** What starting one takes. */
export const importInput = knowledgeImport.pick({ teamId: true }).extend({ fileId: zid("files") });
export type ImportInput = z.infer<typeof importInput>;

export const publicImport = z.object(
  withSystemFields(
    "imports",
    knowledgeImport
      .omit({ fileId: true, refusals: true, isTold: true })
      // Whether nothing more happens by itself: the zip is read, or will not be, and no source waits.
      .extend({ isOver: z.boolean() }).shape,
  ),
);
export type PublicImport = z.infer<typeof publicImport>;

export const detailedImport = publicImport.extend({
  problems: z.array(importProblem).max(2 * importLimits.problems),
});
export type DetailedImport = z.infer<typeof detailedImport>;
