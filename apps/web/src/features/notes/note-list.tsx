import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import { NotebookPen } from "lucide-react";

import { ListBoundary } from "@/components/list-boundary";
import { LoadMore } from "@/components/load-more";
import { MessagePanel } from "@/components/message-panel";
import { Skeleton } from "@/components/ui/skeleton";

import { NoteItem } from "./note-item";

/** The caller's notes, newest first, live. */
export function NoteList() {
  return (
    <ListBoundary>
      <NoteRows />
    </ListBoundary>
  );
}

function NoteRows() {
  const notes = usePaginatedQuery(api.notes.list, {}, { initialNumItems: PAGE_SIZE });
  if (notes.status === "LoadingFirstPage") return <LoadingNotes />;
  if (notes.results.length === 0 && notes.status === "Exhausted") {
    return (
      <MessagePanel icon={<NotebookPen aria-hidden />} title="No notes yet">
        Add the first one above. It appears here, and in every other window you have open.
      </MessagePanel>
    );
  }
  return (
    <div className="grid gap-4">
      <ul aria-label="Notes" className="grid gap-3">
        {notes.results.map((note) => (
          <NoteItem key={note._id} note={note} />
        ))}
      </ul>
      <LoadMore status={notes.status} onLoadMore={() => notes.loadMore(PAGE_SIZE)} />
    </div>
  );
}

function LoadingNotes() {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">Loading notes</span>
      <Skeleton className="h-28 rounded-2xl" />
      <Skeleton className="h-28 rounded-2xl" />
      <Skeleton className="h-28 rounded-2xl" />
    </div>
  );
}
