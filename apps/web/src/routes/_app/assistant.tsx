// The conversations beside the page that is open. On a phone the list makes way for it.
import { createFileRoute, Outlet, useMatch, useParams } from "@tanstack/react-router";

import { ListBoundary } from "@/components/list-boundary";
import { ThreadList } from "@/features/assistant/thread-list";
import { cn } from "@/lib/utils";

export const Route = createFileRoute("/_app/assistant")({ component: AssistantPages });

function AssistantPages() {
  const { thread } = useParams({ strict: false });
  const isHome = useMatch({ from: "/_app/assistant/", shouldThrow: false }) !== undefined;
  return (
    <div className="grid gap-6 md:grid-cols-[15rem_1fr]">
      <div className={cn(!isHome && "max-md:hidden")}>
        <ListBoundary>
          <ThreadList />
        </ListBoundary>
      </div>
      <ListBoundary resetKey={thread ?? ""}>
        <Outlet />
      </ListBoundary>
    </div>
  );
}
