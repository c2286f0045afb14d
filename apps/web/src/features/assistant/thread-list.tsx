import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicThread } from "@repo/validators/assistant/threads";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMutation, usePaginatedQuery } from "convex/react";
import { Brain, Plus, Trash2 } from "lucide-react";
import { memo, useState } from "react";

import { ConfirmDialog } from "@/components/dialogs";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { removeFromPages } from "@/lib/optimistic";
import { useShownTeam } from "@/session/teams";

import { words } from "./words";

export function ThreadList() {
  const threads = usePaginatedQuery(api.threads.list, {}, { initialNumItems: PAGE_SIZE });
  return (
    <div className="grid content-start gap-3">
      <NewThreadButton />
      <Button asChild variant="ghost" size="sm" className="justify-start">
        <Link to="/assistant/memory">
          <Brain aria-hidden />
          {words.memory}
        </Link>
      </Button>
      <PagedList
        rows={threads}
        label={words.threads}
        loading={words.loadingThreads}
        empty={<p className="px-3 text-sm text-muted-foreground">{words.noThreads}</p>}
        className="grid gap-0.5"
      >
        {(thread) => <Thread key={thread._id} thread={thread} />}
      </PagedList>
    </div>
  );
}

function NewThreadButton() {
  const team = useShownTeam();
  const create = useMutation(api.threads.create);
  const navigate = useNavigate();
  return (
    <Button
      onClick={() => {
        create(team ? { teamId: team._id } : {}).then(
          (thread) => navigate({ to: "/assistant/$thread", params: { thread } }),
          failed(words.notCreated),
        );
      }}
    >
      <Plus aria-hidden />
      {words.newThread}
    </Button>
  );
}

const Thread = memo(function Thread({ thread }: { thread: PublicThread }) {
  const [isAsking, setIsAsking] = useState(false);
  const navigate = useNavigate();
  const remove = useMutation(api.threads.remove).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.threads.list, id),
  );
  return (
    <li tabIndex={-1} className="group flex items-center gap-1">
      <Link
        to="/assistant/$thread"
        params={{ thread: thread._id }}
        className="min-w-0 flex-1 truncate rounded-md px-3 py-2 text-sm text-muted-foreground hover:bg-muted hover:text-foreground data-[status=active]:bg-accent data-[status=active]:text-accent-foreground"
      >
        {thread.title}
      </Link>
      <Button
        variant="ghost"
        size="icon"
        className="size-8"
        aria-label={words.remove(thread.title)}
        onClick={() => setIsAsking(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <ConfirmDialog
        title={words.removeTitle}
        description={words.removeText(thread.title)}
        confirmLabel={words.removeConfirm}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          remove({ id: thread._id }).then(
            () => navigate({ to: "/assistant" }),
            failed(words.notRemoved),
          );
        }}
      />
    </li>
  );
});
