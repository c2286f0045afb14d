// The export of a person's own data, which comes in parts.
import { z } from "zod";

export const exportLimits = {
  /** About so many characters of JSON are in one part. */
  part: 4_000_000,
  /** The newest messages of a conversation. */
  messages: 500,
} as const;

/** Where a part begins: at a page of one of the lists that are gone through. */
export const exportPosition = z.object({
  list: z.number().int().min(0).max(1000),
  cursor: z.string().max(2000).nullable(),
});
export type ExportPosition = z.infer<typeof exportPosition>;

/** `json` is an object of lists of rows, by table; `next` is null in the last part. */
export const exportPart = z.object({ json: z.string(), next: exportPosition.nullable() });
export type ExportPart = z.infer<typeof exportPart>;
