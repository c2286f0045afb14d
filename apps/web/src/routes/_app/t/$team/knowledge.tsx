import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { createFileRoute } from "@tanstack/react-router";

import { KnowledgePage } from "@/features/knowledge/knowledge-page";
import { shortText, oneOf, searchParams, wholeNumber } from "@/lib/search-params";

export const Route = createFileRoute("/_app/t/$team/knowledge")({
  validateSearch: searchParams({
    tab: oneOf(["search", "ask"]),
    /** The source that is open, and the passage in it. */
    source: shortText,
    from: wholeNumber,
    to: wholeNumber,
  }),
  loader: ({ context, params: { team } }) =>
    context.convex.prewarmQuery({
      query: api.knowledge.status,
      args: { teamId: team as Id<"teams"> },
    }),
  component: KnowledgePage,
});
