import { createFileRoute } from "@tanstack/react-router";

import { PageTitle } from "../../layout/page-title.tsx";
import { CreateNoteForm } from "../../notes/create-note-form.tsx";
import { NoteList } from "../../notes/note-list.tsx";

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
