// @vitest-environment node
// A regression check of search with the local model: how many questions find their page among the first five.
import { beforeAll, describe, expect, test } from "vitest";
import { inOtherWords, withItsWords } from "./corpus.ts";
import { indexHandbook } from "./memory-index.ts";

const FIRST = 5;
let search: Awaited<ReturnType<typeof indexHandbook>>;
beforeAll(async () => {
  search = await indexHandbook();
});

/** The share of questions whose page is among the first. */
async function recallOf(questions: Readonly<Record<string, string>>): Promise<number> {
  const missed: string[] = [];
  for (const [question, page] of Object.entries(questions)) {
    const found = [...new Set((await search(question)).map((piece) => piece.page))];
    if (!found.slice(0, FIRST).includes(page)) missed.push(question);
  }
  const recall = 1 - missed.length / Object.keys(questions).length;
  console.log(`recall@${FIRST} ${recall.toFixed(2)}, missed:`, missed);
  return recall;
}

describe("search with the local model", () => {
  test("finds the page of nearly every question that uses its words", async () => {
    expect(await recallOf(withItsWords)).toBeGreaterThanOrEqual(0.93);
  });

  // Lexical, not semantic: a hosted model is the way to raise this one.
  test("finds the page of some questions that put it differently", async () => {
    expect(await recallOf(inOtherWords)).toBeGreaterThanOrEqual(0.5);
  });
});
