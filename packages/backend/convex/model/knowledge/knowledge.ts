// The index of a team's sources and the search in it. Hits are positions in the texts, so that they can be
// quoted verbatim.
import { RAG, getModelId } from "@convex-dev/rag";
import type { Hit, IndexStatus, SearchResult } from "@repo/validators/knowledge/knowledge";
import { sourceLimits } from "@repo/validators/knowledge/sources";
import { embed, embedMany } from "ai";
import { z } from "zod";
import { components, internal } from "../../_generated/api";
import type { Doc, Id } from "../../_generated/dataModel";
import type { ActionCtx, DatabaseReader } from "../../_generated/server";
import { appError } from "../../lib/errors";
import { chunksOf } from "./chunks";
import { type Embedding, models } from "../ai/providers";
import { indexedWords, queryWords } from "../ai/words";
import { embedOnBudget } from "../ai/metering";

/** How many chunks are embedded in one call: as many as @convex-dev/rag stores in one transaction. */
const EMBED_BATCH = 100;

/** How many hits of each kind are combined. */
const CANDIDATES = 30;

/** The position of a chunk in the text, as stored with it. */
const place = z.object({ start: z.number(), end: z.number(), headings: z.array(z.string()) });

/** What an entry stores for the sweep: its source, and its time. */
export const entryMetadata = z.object({ sourceId: z.string(), addedAt: z.number() });

/** A hit of the index, before it is checked. */
export const candidate = place.extend({ entryId: z.string(), text: z.string(), score: z.number() });
export type Candidate = z.infer<typeof candidate>;

/** The namespace of a team's sources. Clients never name it. */
function namespaceOf(teamId: Id<"teams">): string {
  return `team:${teamId}`;
}

/**
 * Splits a text and adds it to the index of the current model. Every call makes a new entry, which is valid
 * once a source names it. An entry that is left incomplete is removed.
 * @param ctx the context of an action
 * @returns the entry, the index, and the number of chunks
 * @throws INVALID when it has no text, or too many chunks
 */
export async function addEntry(
  ctx: ActionCtx,
  source: Pick<Doc<"sources">, "_id" | "teamId" | "title">,
  text: string,
): Promise<{ entryId: string; index: string; chunkCount: number }> {
  const { embedding } = models();
  const pieces = piecesOf(source.title, text);
  const { length: chunkCount } = pieces;
  if (chunkCount === 0) throw appError("INVALID", "It contains no text.");
  if (chunkCount > sourceLimits.pieces) {
    const message = `It has ${chunkCount} chunks, and a source may have ${sourceLimits.pieces}.`;
    throw appError("INVALID", `${message} Split it.`);
  }
  const metadata: z.infer<typeof entryMetadata> = { sourceId: source._id, addedAt: Date.now() };
  const rag = ragOf(embedding);
  const namespace = namespaceOf(source.teamId);
  const { namespaceId } = await rag.getOrCreateNamespace(ctx, { namespace, status: "ready" });
  // Unique: an incomplete entry has no other name yet.
  const key = crypto.randomUUID();
  const chunks = withVectors(pieces, embedding);
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the deprecation concerns another overload, without chunks
    const { entryId } = await rag.add(ctx, { namespaceId, key, chunks, metadata });
    return { entryId, index: embedding.index, chunkCount };
  } catch (error) {
    await rag.deleteByKeyAsync(ctx, { namespaceId, key });
    throw error;
  }
}

interface Piece {
  text: string;
  keywords: string;
  metadata: z.infer<typeof place>;
}

/** What is indexed of each chunk: its words, after the title and its headings. */
function piecesOf(title: string, text: string): Piece[] {
  return chunksOf(text).map(({ start, end, headings }) => {
    const whole = `# ${[title, ...headings].join(" > ")}\n\n${text.slice(start, end)}`;
    return { text: whole, keywords: indexedWords(whole), metadata: { start, end, headings } };
  });
}

/** In batches, because all vectors at once may not fit an action. */
async function* withVectors(pieces: readonly Piece[], { model }: Embedding) {
  for (let at = 0; at < pieces.length; at += EMBED_BATCH) {
    const batch = pieces.slice(at, at + EMBED_BATCH);
    const values = batch.map(({ text }) => text);
    // The job retries a failed call.
    const { embeddings } = await embedMany({ model, values, maxRetries: 0 });
    for (const [n, piece] of batch.entries()) yield { ...piece, embedding: embeddings[n] };
  }
}

/**
 * Searches a team's knowledge by words and vectors, on behalf of a member.
 * @param ctx the context of an action
 * @param search who searches, where, what for, how many hits they want, and how often a failed call of
 *   the model is retried at once
 * @returns the best passages first
 * @throws NOT_FOUND when the person is not in the team, QUOTA_EXCEEDED when their tokens for the day are used
 *   up, as the embedding of the query counts, CONFLICT when all that the team has is in the
 *   index of another model
 */
export async function searchTeam(
  ctx: ActionCtx,
  search: {
    teamId: Id<"teams">;
    userId: Id<"users">;
    query: string;
    limit: number;
    maxRetries?: number;
  },
): Promise<SearchResult> {
  const { teamId, userId, query, limit, maxRetries } = search;
  const { embedding, weights } = models();
  const { index, dimension } = embedding;
  const status: IndexStatus = await ctx.runQuery(internal.knowledge.open, {
    teamId,
    userId,
    index,
  });
  if (!status.hasEntries && status.otherIndex !== null) {
    throw appError("CONFLICT", otherModel(status.otherIndex, index));
  }
  const asked = { model: embedding.model, value: query, maxRetries };
  const { embedding: vector } = await embedOnBudget(ctx, userId, query, () => embed(asked));
  // eslint-disable-next-line no-restricted-syntax -- the only way to call a component
  const { results } = await ctx.runAction(components.rag.search.search, {
    namespace: namespaceOf(teamId),
    modelId: getModelId(embedding.model),
    dimension,
    embedding: vector,
    // With stop words only, the vectors decide alone.
    textQuery: queryWords(query) || undefined,
    filters: [],
    limit: CANDIDATES,
    ...weights,
  });
  const candidates = results.flatMap(({ entryId, content, score }) =>
    content.map(({ text, metadata }) => candidateOf({ entryId, text, metadata, score })),
  );
  const hits: Hit[] = await ctx.runQuery(internal.knowledge.resolve, { teamId, candidates });
  return { hits: hits.slice(0, limit), otherIndex: status.otherIndex };
}

/**
 * Says whether a team's sources are in the index of a model.
 * @param db an unscoped database
 * @param index the index of that model
 */
export async function indexStatusOf(
  db: DatabaseReader,
  teamId: Id<"teams">,
  index: string,
): Promise<IndexStatus> {
  const inIndex = db
    .query("sources")
    .withIndex("by_teamId_and_index", (q) => q.eq("teamId", teamId).eq("index", index));
  const before = db
    .query("sources")
    .withIndex("by_teamId_and_index", (q) =>
      q.eq("teamId", teamId).gt("index", "").lt("index", index),
    );
  const after = db
    .query("sources")
    .withIndex("by_teamId_and_index", (q) => q.eq("teamId", teamId).gt("index", index));
  const other = (await before.first()) ?? (await after.first());
  return {
    index,
    hasEntries: (await inIndex.first()) !== null,
    otherIndex: other?.index ?? null,
  };
}

/**
 * Keeps the candidates whose entry a source of the team names. Replaced and removed ones may stay in the index
 * for a short time, and those in preparation are already in it.
 * @param db an unscoped database
 */
export async function hitsOf(
  db: DatabaseReader,
  teamId: Id<"teams">,
  candidates: readonly Candidate[],
): Promise<Hit[]> {
  const sources = new Map<string, Doc<"sources"> | null>();
  const hits: Hit[] = [];
  for (const { entryId, ...found } of candidates) {
    if (!sources.has(entryId)) sources.set(entryId, await sourceOfEntry(db, entryId));
    const source = sources.get(entryId);
    if (!source || source.teamId !== teamId) continue;
    hits.push({ ...found, sourceId: source._id, title: source.title });
  }
  return hits;
}

/** Finds the source that uses an entry of the index; null for an entry that is not in use. */
export async function sourceOfEntry(
  db: DatabaseReader,
  entryId: string,
): Promise<Doc<"sources"> | null> {
  return await db
    .query("sources")
    .withIndex("by_entryId", (q) => q.eq("entryId", entryId))
    .unique();
}

function candidateOf(found: {
  entryId: string;
  text: string;
  metadata?: Record<string, unknown>;
  score: number;
}): Candidate {
  const { entryId, text, score } = found;
  const { start, end, headings } = place.parse(found.metadata);
  // The title and the headings precede it, because they were indexed with it.
  return { entryId, score, start, end, headings, text: text.slice(text.length - (end - start)) };
}

function ragOf({ model, dimension }: Embedding): RAG {
  return new RAG(components.rag, { textEmbeddingModel: model, embeddingDimension: dimension });
}

function otherModel(other: string, index: string): string {
  return (
    `The index is of the model "${other}", and the model that is set is "${index}". ` +
    `Index the sources again: convex run sources:reindex`
  );
}
