import { createFileRoute } from "@tanstack/react-router";

import { CreateNoteForm } from "@/features/notes/create-note-form";
import { NoteList } from "@/features/notes/note-list";
import { PageTitle } from "@/shell/page-title";

export const Route = createFileRoute("/_app/notes")({ component: NotesPage });

function NotesPage() {
  return (
    <div className="grid gap-6">
      <PageTitle title="Notes">
        Only you see these. They are live in every window you open.
      </PageTitle>
      <CreateNoteForm />
      <NoteList />
    </div>
  );
}
