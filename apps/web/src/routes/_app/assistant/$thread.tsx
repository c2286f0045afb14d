import type { Id } from "@repo/backend/_generated/dataModel";
import { createFileRoute } from "@tanstack/react-router";

import { ThreadPage } from "@/features/assistant/thread-page";

export const Route = createFileRoute("/_app/assistant/$thread")({ component: OpenThread });

function OpenThread() {
  const { thread } = Route.useParams();
  return <ThreadPage key={thread} id={thread as Id<"threads">} />;
}
