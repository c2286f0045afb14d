import type { PublicNote } from "@repo/validators/notes";

/** What a note is called: in the list, where one is chosen, and before it is removed. */
export const nameOfNote = (note: PublicNote): string => note.title;
