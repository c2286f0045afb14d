// A note as its forms hold it: a text in every control.
import { note, noteInput, type PublicNote } from "@repo/validators/notes";

import { formShape, type Texts } from "@/components/form/values";

export const noteForm = formShape(noteInput);
export type NoteTexts = Texts<typeof noteInput>;

export const emptyNote: NoteTexts = { title: "", body: "" };

/** What can be changed of a note. */
export const noteEdit = note.pick({ title: true, body: true });

/** What the form starts from that changes a note. */
export const noteTexts = (note: PublicNote): NoteTexts => ({ title: note.title, body: note.body });
