// @vitest-environment node
// A regression check of what the local model says of its own answers: one that rests on nothing has to say so,
// and one that is right should not. The rates below are what was measured, less one question in each set.
import { beforeAll, describe, expect, test } from "vitest";
import { NOTHING_FOUND, UNSURE, quotedAnswer } from "../convex/model/ai/localChat.ts";
import { inOtherWords, withItsWords } from "./corpus.ts";
import { indexHandbook } from "./memory-index.ts";
import { inItsWords, ofTheWorld } from "./unanswerable.ts";

/** What the job that answers gives the model. */
const PASSAGES = 6;
let search: Awaited<ReturnType<typeof indexHandbook>>;
beforeAll(async () => {
  search = await indexHandbook();
});

interface Outcome {
  question: string;
  /** Whether the page that holds the answer is quoted. */
  isRight: boolean;
  saysSo: "sure" | "unsure" | "nothing";
}

async function outcomesOf(questions: Readonly<Record<string, string | null>>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [question, page] of Object.entries(questions)) {
    const pieces = (await search(question)).slice(0, PASSAGES);
    const found = pieces.map(({ page: title, body }) => ({ title, text: body }));
    const answer = quotedAnswer(question, found);
    const quoted = [...answer.matchAll(/\[(\d+)\]/g)].map(([, at]) => pieces[Number(at) - 1]?.page);
    const isUnsure = answer.startsWith(UNSURE) ? "unsure" : "sure";
    const saysSo = answer === NOTHING_FOUND ? "nothing" : isUnsure;
    outcomes.push({ question, isRight: page !== null && quoted.includes(page), saysSo });
  }
  return outcomes;
}

/** Questions that no page answers. */
const unanswerable = (questions: readonly string[]) =>
  Object.fromEntries(questions.map((question) => [question, null]));

function shareOf(outcomes: readonly Outcome[], isSo: (outcome: Outcome) => boolean): number {
  const others = outcomes.filter((outcome) => !isSo(outcome));
  console.log(`${outcomes.length - others.length} of ${outcomes.length}, not:`, others);
  return 1 - others.length / outcomes.length;
}

const admitsIt = ({ saysSo }: Outcome) => saysSo !== "sure";

describe("an answer of the local model", () => {
  test("to a question of the world outside says that nothing was found, or that it is a guess", async () => {
    const outcomes = await outcomesOf(unanswerable(ofTheWorld));
    expect(shareOf(outcomes, admitsIt)).toBe(1);
    expect(shareOf(outcomes, ({ saysSo }) => saysSo === "nothing")).toBeGreaterThanOrEqual(0.8);
  });

  test("to a question in the handbook's own words that it does not answer says that it is a guess", async () => {
    const outcomes = await outcomesOf(unanswerable(inItsWords));
    expect(shareOf(outcomes, admitsIt)).toBeGreaterThanOrEqual(0.83);
  });

  test("that quotes the wrong page says that it is a guess", async () => {
    const outcomes = await outcomesOf({ ...withItsWords, ...inOtherWords });
    const wrong = outcomes.filter(({ isRight }) => !isRight);
    expect(shareOf(wrong, admitsIt)).toBeGreaterThanOrEqual(0.9);
  });

  test("that is right, to a question that uses the page's words, is given without a doubt", async () => {
    const outcomes = await outcomesOf(withItsWords);
    expect(
      shareOf(outcomes, ({ isRight, saysSo }) => isRight && saysSo === "sure"),
    ).toBeGreaterThanOrEqual(0.9);
  });
});
