// Side effects of a write to a table of knowledge.
import type { Doc } from "../../_generated/dataModel";
import type { Followers } from "../../lib/changes";
import { countImported } from "./imports";

export const knowledgeFollowers: Followers = {
  sources: async (ctx, { before, after }) =>
    await countImported(ctx, {
      before: before as Doc<"sources"> | null,
      after: after as Doc<"sources"> | null,
    }),
};
