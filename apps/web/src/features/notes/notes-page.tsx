import { PageTitle } from "@/shell/page-title";

import { CreateNoteForm } from "./create-note-form";
import { NoteList } from "./note-list";
import { words } from "./words";

export function NotesPage() {
  return (
    <div className="grid max-w-4xl gap-6">
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <CreateNoteForm />
      <NoteList />
    </div>
  );
}
