// A note: a short text that only its owner sees.
import { z } from "zod";
import { withSystemFields, zid } from "./convex.ts";

export const noteLimits = {
  title: { min: 1, max: 120 },
  body: { min: 0, max: 10_000 },
} as const;

export const note = z.object({
  ownerId: zid("users"),
  title: z.string().trim().min(noteLimits.title.min).max(noteLimits.title.max),
  body: z.string().min(noteLimits.body.min).max(noteLimits.body.max),
});
export type Note = z.infer<typeof note>;

/** What making a note takes. */
export const noteInput = note.pick({ title: true, body: true });
export type NoteInput = z.input<typeof noteInput>;

/** What may be changed. What is absent stays as it is. */
export const noteChanges = noteInput.partial();
export type NoteChanges = z.infer<typeof noteChanges>;

export const publicNote = z.object(
  withSystemFields("notes", note.pick({ title: true, body: true }).shape),
);
export type PublicNote = z.infer<typeof publicNote>;
