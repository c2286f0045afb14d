// A memory: one thing that the assistant keeps in mind about a person, in every thread of theirs.
import { z } from "zod";
import { withSystemFields, zid } from "../convex.ts";
import { searchTerm } from "../fields.ts";

export const memoryLimits = {
  text: { min: 1, max: 500 },
  keywords: { max: 2000 },
  /** Memories that one person may have. */
  perPerson: 100,
  /** Memories that a search brings back. */
  recalled: 5,
  /** Memories that the assistant lists, the newest. */
  listed: 20,
} as const;

export const memory = z.object({
  ownerId: zid("users"),
  text: z.string().trim().min(memoryLimits.text.min).max(memoryLimits.text.max),
  /** The words of the text without their endings, by which it is found. */
  keywords: z.string().max(memoryLimits.keywords.max),
});
export type Memory = z.infer<typeof memory>;

/** What remembering takes. */
export const memoryInput = memory.pick({ text: true });
export type MemoryInput = z.infer<typeof memoryInput>;

/** What a memory is looked up by. */
export const memoryQuery = searchTerm;

export const publicMemory = z.object(
  withSystemFields("memories", memory.pick({ text: true }).shape),
);
export type PublicMemory = z.infer<typeof publicMemory>;
