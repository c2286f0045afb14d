import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";

import { KnowledgePage } from "@/features/knowledge/knowledge-page";

const place = z.number().int().min(0).optional().catch(undefined);

export const Route = createFileRoute("/_app/t/$team/knowledge")({
  validateSearch: z.object({
    tab: z.enum(["search", "ask"]).optional().catch(undefined),
    /** The source that is open, and the passage in it. */
    source: z.string().optional().catch(undefined),
    from: place,
    to: place,
  }),
  component: KnowledgePage,
});
