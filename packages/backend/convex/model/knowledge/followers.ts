// Side effects of a write to a table of knowledge.
import type { Doc } from "../../_generated/dataModel";
import type { Followers } from "../../lib/changes";
import { countImported } from "./imports";
import { followRow, indexedTables } from "./rows";

export const knowledgeFollowers: Followers = {
  ...Object.fromEntries(Object.keys(indexedTables).map((table) => [table, followRow])),
  sources: async (ctx, { before, after }) =>
    await countImported(ctx, {
      before: before as Doc<"sources"> | null,
      after: after as Doc<"sources"> | null,
    }),
};
