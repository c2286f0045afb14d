// The embedding model that needs no key and no network: word stems and parts of words, hashed into a
// vector. It finds texts that share words with the question. It knows no meaning: "car" and "automobile"
// are unrelated to it.
import type { EmbeddingModelV4 } from "@ai-sdk/provider";
import { isStopWord, stemOf, wordsOf } from "./words";

/** A vector of 1024 took three times the bytes of its text, and found no more of the handbook's pages. */
export const LOCAL_DIMENSION = 256;

/**
 * Makes the model.
 * @param dimension the length of its vectors
 * @returns a model of the AI SDK
 */
export function localEmbeddingModel(dimension = LOCAL_DIMENSION): EmbeddingModelV4 {
  return {
    specificationVersion: "v4",
    provider: "local",
    // An index belongs to a model's name. Change the name when you change how words are read or hashed.
    modelId: `local-hash-v1-${dimension}`,
    maxEmbeddingsPerCall: Infinity,
    supportsParallelCalls: false,
    doEmbed: async ({ values, abortSignal }) => {
      abortSignal?.throwIfAborted();
      const embeddings = values.map((value) => hashedVector(value, dimension));
      return { embeddings, usage: { tokens: 0 }, warnings: [] };
    },
  };
}

/**
 * Turns a text into a vector of length 1. Each feature counts at one position with a sign, both derived from its
 * hash, so that features which meet by chance cancel out as often as they add up.
 */
function hashedVector(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (const [feature, { count, weight }] of featuresOf(text)) {
    const hash = hashOf(feature);
    const place = (hash >>> 1) % dimension;
    const value = weight * (1 + Math.log(count));
    vector[place] = (vector[place] ?? 0) + ((hash & 1) === 1 ? value : -value);
  }
  const length = Math.hypot(...vector);
  // A vector search rejects the zero vector: a text of emoji alone must point somewhere, too.
  if (length === 0) return [1, ...vector.slice(1)];
  // Numbers of 32 bits, which a vector search is as exact as: the embedded backend stores them in half the bytes.
  return vector.map((value) => Math.fround(value / length));
}

/** Stems count in full; the runs of four and five characters of a word share one count. */
function featuresOf(text: string): Map<string, { count: number; weight: number }> {
  const features = new Map<string, { count: number; weight: number }>();
  const add = (name: string, weight: number) => {
    const known = features.get(name);
    if (known === undefined) features.set(name, { count: 1, weight });
    else known.count++;
  };
  for (const word of wordsOf(text)) {
    if (isStopWord(word)) continue;
    add(`w${stemOf(word)}`, 1);
    if (word.length < 3) continue;
    const framed = `^${word}$`;
    const runs = [4, 5].flatMap((size) =>
      Array.from({ length: Math.max(0, framed.length - size + 1) }, (_, at) =>
        framed.slice(at, at + size),
      ),
    );
    for (const run of runs) add(`c${run}`, 1 / Math.sqrt(runs.length));
  }
  return features;
}

/** FNV-1a, with the last bits of MurmurHash3 so that they are spread evenly. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}
