// What the assistant keeps in mind about a person: the same for the screen and for the assistant's tools.
import { memoryLimits } from "@repo/validators/memories";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { appError } from "../errors";
import { indexedWords, queryWords } from "./ai/words";

/** A person and the rows that they may read. */
type Reader = { user: Doc<"users">; db: DatabaseReader };
type Writer = { user: Doc<"users">; db: DatabaseWriter };

const ALL_OF_ONE = memoryLimits.perPerson;
const RECALLED = memoryLimits.recalled;

/**
 * Keeps something in mind. What is known already is not kept twice, so that a tool may be called again.
 * @param as the person, with a database that is theirs
 * @param text what to keep
 * @returns the memory's id
 * @throws QUOTA_EXCEEDED when the person has as many memories as they may: dropping the oldest in silence
 *   would lose what they asked to have kept
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
 * Collects what the assistant should know before it reads a question: what has to do with it, then what
 * it was told last.
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
 * Forgets the memory that a person means by some words.
 * @param as the person, with a database that is theirs
 * @param query words of it
 * @returns what was forgotten, or null when nothing is like it
 */
export async function forget(as: Writer, query: string): Promise<string | null> {
  const [best] = await recall(as, query);
  if (best === undefined) return null;
  await as.db.delete("memories", best._id);
  return best.text;
}

/** The newest first. */
function memoriesOf({ user, db }: Reader) {
  return db
    .query("memories")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", user._id))
    .order("desc");
}
