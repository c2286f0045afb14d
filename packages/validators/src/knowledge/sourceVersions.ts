// What a source holds: the content in use, and the one that is being prepared to replace it.
import { z } from "zod";
import { zid } from "../convex.ts";
import { sourceKinds, sourceLimits } from "./sources.ts";

export const sourceVersion = z.object({
  sourceId: zid("sources"),
  kind: z.enum(sourceKinds),
  state: z.enum(["next", "inUse"]),
  /** Where it came from, unless it was sent as a text or the file is gone. */
  fileId: zid("files").optional(),
  /** As it was sent; once in use, the plain text or markdown of it that citations point into. */
  text: z.string().max(sourceLimits.textBytes),
});
export type SourceVersion = z.infer<typeof sourceVersion>;
