// A citation: the passage of a source that an answer rests on, to the letter.
import { z } from "zod";
import { zid } from "../convex.ts";
import { source } from "./sources.ts";

export const citationLimits = { passage: { max: 2000 }, perAnswer: 6 } as const;

export const citation = z.object({
  questionId: zid("questions"),
  sourceId: zid("sources"),
  /** The number that the answer names it by: `[1]`. */
  number: z.number().int().min(1),
  /** The source's title when the question was answered. */
  title: source.shape.title,
  passage: z.string().max(citationLimits.passage.max),
  /** Where the passage stands in the source's text: `text.slice(start, end)`. */
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  /** The `version` of the source whose text that is. */
  version: source.shape.version,
});
export type Citation = z.infer<typeof citation>;

export const publicCitation = citation.omit({ questionId: true, version: true }).extend({
  /** Whether that text is still the source's. If not, the passage stands in none that can be shown. */
  isCurrent: z.boolean(),
});
export type PublicCitation = z.infer<typeof publicCitation>;
