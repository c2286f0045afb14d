import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import { NotebookPen } from "lucide-react";

import { ListBoundary } from "@/components/list-boundary";
import { MessagePanel } from "@/components/message-panel";
import { PagedList } from "@/components/paged-list";

import { NoteItem } from "./note-item";
import { words } from "./words";

/** The caller's notes, newest first, live. */
export function NoteList() {
  return (
    <ListBoundary>
      <NoteRows />
    </ListBoundary>
  );
}

function NoteRows() {
  const rows = usePaginatedQuery(api.notes.list, {}, { initialNumItems: PAGE_SIZE });
  return (
    <PagedList
      rows={rows}
      label={words.title}
      loading={words.loading}
      className="grid gap-3"
      empty={
        <MessagePanel icon={<NotebookPen aria-hidden />} title={words.empty}>
          {words.emptyText}
        </MessagePanel>
      }
    >
      {(note) => <NoteItem key={note._id} note={note} />}
    </PagedList>
  );
}
