// A note as its forms hold it: a text in every control.
import { noteInput, type PublicNote } from "@repo/validators/notes";

import { formShape, type Texts } from "../ui/form-values.ts";

export const noteForm = formShape(noteInput);
export type NoteTexts = Texts<typeof noteInput>;

export const emptyNote: NoteTexts = { title: "", body: "" };

/** What the form starts from that changes a note. */
export const noteTexts = (note: PublicNote): NoteTexts => ({ title: note.title, body: note.body });
