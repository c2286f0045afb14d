// An index of the handbook in memory: words and vectors are weighed against each other as @convex-dev/rag does,
// with the local model.
import { embedMany } from "ai";
import { chunksOf } from "../convex/model/knowledge/chunks.ts";
import { modelsFor } from "../convex/model/ai/providers.ts";
import { indexedWords, queryWords } from "../convex/model/ai/words.ts";
import { pages } from "./corpus.ts";

const { embedding, weights } = modelsFor({});

export interface Piece {
  page: string;
  /** As it is quoted, without the title and headings that it is indexed under. */
  body: string;
  words: string[];
  vector: number[];
}

async function piecesOfPages(): Promise<Piece[]> {
  const texts = Object.entries(pages).flatMap(([page, text]) =>
    chunksOf(text).map(({ start, end, headings }) => {
      const body = text.slice(start, end);
      return { page, body, text: `# ${[page, ...headings].join(" > ")}\n\n${body}` };
    }),
  );
  const values = texts.map(({ text }) => text);
  const { embeddings } = await embedMany({ model: embedding.model, values });
  return texts.map(({ page, body, text }, at) => {
    return { page, body, words: indexedWords(text).split(" "), vector: embeddings[at]! };
  });
}

/** BM25 with Convex's parameters, over whole words. */
function byWords(pieces: readonly Piece[], query: string): Piece[] {
  const average = pieces.reduce((sum, { words }) => sum + words.length, 0) / pieces.length;
  const scoreOf = ({ words }: Piece) =>
    query.split(" ").reduce((sum, word) => {
      const holders = pieces.filter((piece) => piece.words.includes(word)).length;
      const count = words.filter((one) => one === word).length;
      const rarity = Math.log(1 + (pieces.length - holders + 0.5) / (holders + 0.5));
      const length = 0.25 + (0.75 * words.length) / average;
      return sum + (rarity * count * 2.2) / (count + 1.2 * length);
    }, 0);
  const scored = pieces.map((piece) => ({ piece, score: scoreOf(piece) }));
  const found = scored.filter(({ score }) => score > 0);
  return found.sort((one, other) => other.score - one.score).map(({ piece }) => piece);
}

function byVector(pieces: readonly Piece[], vector: number[]): Piece[] {
  const scored = pieces.map((piece) => {
    return { piece, score: piece.vector.reduce((sum, x, at) => sum + x * vector[at]!, 0) };
  });
  return scored.sort((one, other) => other.score - one.score).map(({ piece }) => piece);
}

/**
 * Indexes the handbook.
 * @returns a search in it: the pieces in the order of reciprocal rank fusion of words and vectors
 */
export async function indexHandbook(): Promise<(question: string) => Promise<Piece[]>> {
  const pieces = await piecesOfPages();
  return async (question) => {
    const { embeddings } = await embedMany({ model: embedding.model, values: [question] });
    const lists = [
      { found: byWords(pieces, queryWords(question)), weight: weights.textWeight },
      { found: byVector(pieces, embeddings[0]!), weight: weights.vectorWeight },
    ];
    const scores = new Map<Piece, number>();
    for (const { found, weight } of lists) {
      for (const [rank, piece] of found.slice(0, 30).entries()) {
        scores.set(piece, (scores.get(piece) ?? 0) + weight / (10 + rank));
      }
    }
    return [...scores].sort(([, one], [, other]) => other - one).map(([piece]) => piece);
  };
}
