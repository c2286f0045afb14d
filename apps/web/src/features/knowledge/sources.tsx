import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import type { PublicSource } from "@repo/validators/knowledge/sources";
import { useMutation, usePaginatedQuery } from "convex/react";
import { Link } from "@tanstack/react-router";
import { BookOpenText, RotateCcw, Trash2 } from "lucide-react";
import { memo, useState } from "react";

import { ConfirmDialog } from "@/components/dialogs";
import { momentText } from "@/components/facts";
import { MessagePanel } from "@/components/message-panel";
import { PagedList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { changeInPages, removeFromPages } from "@/lib/optimistic";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { AddSource } from "./add-source";
import { Imports } from "./import-list";
import { statusNames, words } from "./words";

export function Sources() {
  const { _id: teamId } = useTeam();
  const sources = usePaginatedQuery(api.sources.list, { teamId }, { initialNumItems: PAGE_SIZE });
  const empty = (
    <MessagePanel icon={<BookOpenText aria-hidden />} title={words.empty}>
      {words.emptyText}
    </MessagePanel>
  );
  return (
    <div className="grid grid-cols-1 gap-5">
      <AddSource />
      <Imports />
      <PagedList rows={sources} label={words.list} loading={words.loading} empty={empty}>
        {(source) => <Source key={source._id} source={source} />}
      </PagedList>
    </div>
  );
}

const Source = memo(function Source({ source }: { source: PublicSource }) {
  const { _id: id, title, status } = source;
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-3 p-3 sm:px-4">
      <div className="grid min-w-0 flex-1 gap-1">
        <Link
          to="."
          search={(before: object) => ({ ...before, source: id })}
          resetScroll={false}
          aria-label={words.open(title)}
          className="truncate text-sm font-medium hover:underline"
        >
          {title}
        </Link>
        <p className="text-xs text-muted-foreground">
          {source.chunkCount > 0 && `${words.passages(source.chunkCount)} · `}
          {momentText(source._creationTime)}
        </p>
        {status === "failed" && source.error && (
          <p className="text-xs text-destructive">{source.error}</p>
        )}
      </div>
      <Badge
        role="status"
        variant={status === "failed" ? "destructive" : status === "ready" ? "default" : "outline"}
      >
        {statusNames[status]}
      </Badge>
      {status === "failed" && <RetryButton source={source} />}
      {/* What follows a row goes with the row alone. */}
      {source.rowId === undefined && <RemoveButton source={source} />}
    </li>
  );
});

function RetryButton({ source }: { source: PublicSource }) {
  const mayUpdate = useMay("sources.update", source.addedBy);
  const retry = useMutation(api.sources.retry).withOptimisticUpdate((store, { id }) =>
    changeInPages(store, api.sources.list, id, { status: "pending" }),
  );
  if (!mayUpdate) return null;
  return (
    <Button
      variant="outline"
      size="sm"
      aria-label={words.retryOf(source.title)}
      onClick={() => {
        retry({ id: source._id }).catch(failed(words.notRetried));
      }}
    >
      <RotateCcw aria-hidden />
      {words.retry}
    </Button>
  );
}

function RemoveButton({ source }: { source: PublicSource }) {
  const mayRemove = useMay("sources.remove", source.addedBy);
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation(api.sources.remove).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.sources.list, id),
  );
  if (!mayRemove) return null;
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label={words.removeOf(source.title)}
        onClick={() => setIsAsking(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <ConfirmDialog
        title={words.removeTitle}
        description={words.removeText(source.title)}
        confirmLabel={words.remove}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          remove({ id: source._id }).catch(failed(words.notRemoved));
        }}
      />
    </>
  );
}
