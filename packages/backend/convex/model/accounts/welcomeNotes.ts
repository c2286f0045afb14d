// The notes of an account that the seed creates.
import type { NoteInput } from "@repo/validators/notes";

/** The newest note is shown first, so the first one to read comes last. */
export const welcomeNotes: readonly NoteInput[] = [
  {
    title: "Make it yours",
    body: "The functions behind this page are in packages/backend/convex.",
  },
  { title: "Open a second tab", body: "Add a note there, and it appears here without a reload." },
  { title: "Welcome", body: "This note is yours alone. Change it, or add another." },
];
