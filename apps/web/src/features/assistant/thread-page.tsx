import { useUIMessages } from "@convex-dev/agent/react";
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { PublicMessage } from "@repo/validators/assistant/messages";
import { isReplying, type PublicThread } from "@repo/validators/assistant/threads";
import { useMutation, useQuery } from "convex/react";
import { RotateCcw } from "lucide-react";

import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { PageSkeleton } from "@/components/page-skeleton";

import { Composer } from "./composer";
import { Message } from "./message";
import { ThreadHeader } from "./thread-header";
import { useFollowEnd } from "./use-follow-end";
import { words } from "./words";

const PAGE = 20;

export function ThreadPage({ id }: { id: Id<"threads"> }) {
  const thread = useQuery(api.threads.get, { id });
  if (thread === undefined) return <PageSkeleton label={words.loading} />;
  return (
    <div className="flex h-[calc(100dvh-8.5rem)] min-h-96 flex-col gap-4">
      <ThreadHeader thread={thread} />
      <Messages thread={thread} />
      <Composer thread={thread} />
    </div>
  );
}

function Messages({ thread }: { thread: PublicThread }) {
  const { results, status, loadMore } = useUIMessages(
    api.messages.list,
    { threadId: thread._id },
    { initialNumItems: PAGE, stream: true },
  );
  const messages = results as unknown as readonly PublicMessage[];
  const last = messages.at(-1);
  const scrolled = useFollowEnd([last?.key, last?.text.length, last?.parts.length, thread.reply]);
  return (
    <div
      ref={scrolled}
      className="min-h-0 flex-1 overflow-y-auto pr-1"
      tabIndex={0}
      role="region"
      aria-label={words.messages}
    >
      {status === "LoadingFirstPage" && <PageSkeleton label={words.loading} />}
      {status === "CanLoadMore" && (
        <Button variant="link" size="sm" onClick={() => loadMore(PAGE)}>
          {words.older}
        </Button>
      )}
      <ol aria-label={words.messages} className="grid gap-5">
        {messages.map((message) => (
          <Message key={message.key} message={message} />
        ))}
      </ol>
      <ReplyStatus thread={thread} />
    </div>
  );
}

function ReplyStatus({ thread }: { thread: PublicThread }) {
  const retry = useMutation(api.messages.retry);
  const { reply, replyError } = thread;
  const canRetry = reply === "failed" || reply === "stopped";
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 py-3 text-sm">
      {isReplying(reply) && (
        <span className="text-muted-foreground">
          {reply === "queued" ? words.queued : words.writing}
        </span>
      )}
      {reply === "stopped" && <span className="text-muted-foreground">{words.stopped}</span>}
      {reply === "failed" && <span className="text-destructive">{replyError ?? words.failed}</span>}
      {canRetry && (
        <Button
          variant="outline"
          size="sm"
          onClick={() => {
            retry({ threadId: thread._id }).catch(failed(words.notRetried));
          }}
        >
          <RotateCcw aria-hidden />
          {words.retry}
        </Button>
      )}
    </div>
  );
}
