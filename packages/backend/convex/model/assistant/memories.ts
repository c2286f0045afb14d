// What the assistant remembers about a user, for the page and for the assistant's tools.
import { memoryLimits } from "@repo/validators/assistant/memories";
import { z } from "zod";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../../_generated/server";
import { appError } from "../../lib/errors";
import { indexedWords, queryWords, stemsOf, wordsOf } from "../ai/words";

/** A person and the rows that they may read. */
type Reader = { user: Doc<"users">; db: DatabaseReader };
type Writer = { user: Doc<"users">; db: DatabaseWriter };

const ALL_OF_ONE = memoryLimits.perPerson;
const RECALLED = memoryLimits.recalled;

/**
 * Stores a memory. An identical one is not stored twice, so that a tool may be called again.
 * @param as the person, with a database that is theirs
 * @param text what to keep
 * @returns the memory's id
 * @throws QUOTA_EXCEEDED when the person has as many memories as allowed
 */
export async function remember(as: Writer, text: string): Promise<Id<"memories">> {
  const kept = await memoriesOf(as).take(ALL_OF_ONE);
  const same = kept.find((memory) => memory.text.toLowerCase() === text.toLowerCase());
  if (same !== undefined) return same._id;
  if (kept.length === ALL_OF_ONE) {
    const message = `There is room for ${ALL_OF_ONE} memories, and it is full. Forget one first.`;
    throw appError("QUOTA_EXCEEDED", message);
  }
  return await as.db.insert("memories", {
    text,
    keywords: indexedWords(text),
    ownerId: as.user._id,
  });
}

/**
 * Looks for what is known about something.
 * @param as the person, with a database that is theirs
 * @param query words to look for
 * @returns the memories that share words with it, whatever their endings, the best first, a few at most
 */
export async function recall(as: Reader, query: string): Promise<Doc<"memories">[]> {
  const words = queryWords(query);
  if (words === "") return [];
  return await as.db
    .query("memories")
    .withSearchIndex("search_keywords", (q) =>
      q.search("keywords", words).eq("ownerId", as.user._id),
    )
    .take(RECALLED);
}

/**
 * Collects what the assistant should know before it reads a question: related memories, then the newest.
 * @param as the person, with a database that is theirs
 * @param question what was asked
 * @returns the memories, each once
 */
export async function recallFor(as: Reader, question: string): Promise<Doc<"memories">[]> {
  const [found, latest] = [await recall(as, question), await memoriesOf(as).take(RECALLED)];
  const known = new Set(found.map(({ _id }) => _id));
  return [...found, ...latest.filter(({ _id }) => !known.has(_id))];
}

/**
 * Lists what is known about a person.
 * @param as the person, with a database that is theirs
 * @returns the newest, and how many there are in all
 */
export async function list(as: Reader): Promise<{ texts: string[]; count: number }> {
  const kept = await memoriesOf(as).take(ALL_OF_ONE);
  const texts = kept.slice(0, memoryLimits.listed).map(({ text }) => text);
  return { texts, count: kept.length };
}

/** The result of forgetting. */
export const forgetting = z.object({
  forgotten: z.string().nullable(),
  /** Other memories that may have been meant, when it was ambiguous. */
  similar: z.array(z.string()),
});
export type Forgetting = z.infer<typeof forgetting>;

/**
 * Forgets the memory that a person means by some words, if it is unambiguous: it has most of them, and no
 * other one has as many. Forgetting is permanent.
 * @param as the person, with a database that is theirs
 * @param query words of it
 * @returns what was forgotten, or similar memories
 */
export async function forget(as: Writer, query: string): Promise<Forgetting> {
  const found = await recall(as, query);
  const parts = found.map(({ text }) => sharedPart(query, text));
  const most = Math.max(MOST_WORDS, ...parts);
  const best = found.filter((_memory, at) => parts[at] === most);
  // Of several with all the words, the one that has no others.
  const exact = best.filter(({ text }) => sharedPart(text, query) === 1);
  const [meant] = exact.length > 0 ? exact : best;
  if (meant === undefined || (exact.length || best.length) > 1) {
    return { forgotten: null, similar: found.map(({ text }) => text) };
  }
  await as.db.delete("memories", meant._id);
  return { forgotten: meant.text, similar: [] };
}

/** The share of one text's words in another from which the two count as the same. */
export const MOST_WORDS = 2 / 3;

/**
 * Measures how much of a text occurs in another one, regardless of the order and endings of words.
 * @param text the words that are looked for; stop words count when there are no others
 * @param other where they are looked for
 * @returns from 0, none of them, to 1, all of them
 */
export function sharedPart(text: string, other: string): number {
  const stems = stemsOf(text);
  const [words, there] =
    stems.length > 0 ? [stems, stemsOf(other)] : [wordsOf(text), wordsOf(other)];
  const distinct = new Set(words);
  if (distinct.size === 0) return 1;
  const known = new Set(there);
  return [...distinct].filter((word) => known.has(word)).length / distinct.size;
}

/** The newest first. */
function memoriesOf({ user, db }: Reader) {
  return db
    .query("memories")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", user._id))
    .order("desc");
}
