// What a search of a team's knowledge finds.
import { z } from "zod";
import { zid } from "../convex.ts";
import { source } from "./sources.ts";

export const searchLimits = {
  query: { min: 1, max: 500 },
  results: { max: 20, usual: 8 },
} as const;

/** A passage of a source: `text` stands there from `start` to `end`. */
export const hit = z.object({
  sourceId: zid("sources"),
  title: source.shape.title,
  /** The headings above the passage, outermost first. */
  headings: z.array(z.string()).max(6),
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  /** Between 0 and 1, by place in the list: it orders, it does not measure. */
  score: z.number(),
});
export type Hit = z.infer<typeof hit>;

/** Whether what a team has added can be found by the model that is set. */
export const indexStatus = z.object({
  /** The index of the model that is set. */
  index: z.string(),
  /** Whether anything stands in it. */
  hasEntries: z.boolean(),
  /** Another model's index: its sources are not found until they are indexed again. */
  otherIndex: z.string().nullable(),
});
export type IndexStatus = z.infer<typeof indexStatus>;

export const searchResult = z.object({
  hits: z.array(hit).max(searchLimits.results.max),
  otherIndex: indexStatus.shape.otherIndex,
});
export type SearchResult = z.infer<typeof searchResult>;
