import { citationLimits } from "@repo/validators/knowledge/citations";
import type { Hit } from "@repo/validators/knowledge/knowledge";
import { describe, expect, test } from "vitest";
import { citationsIn } from "../../convex/model/knowledge/citations.ts";

const source =
  "Intro.\n\nTrains are booked early. Flights are an exception.\n\nHotels cost 120 euros.";
const hitOf = (text: string, title: string): Hit => {
  const start = source.indexOf(text);
  const place = { start, end: start + text.length, text };
  return { ...place, sourceId: "s" as Hit["sourceId"], title, headings: [], score: 1 };
};
const hits = [
  hitOf("Trains are booked early. Flights are an exception.", "Travel"),
  hitOf("Hotels cost 120 euros.", "Hotels"),
];
const cited = (answer: string) =>
  citationsIn(answer, hits).map(({ number, start, end }) => [number, source.slice(start, end)]);

describe("the citations of an answer", () => {
  test("are the sentences that its words fit, at their place in the source", () => {
    const answer = "You book trains early [1]. A hotel is 120 euros [2].";
    expect(cited(answer)).toEqual([
      [1, "Trains are booked early."],
      [2, "Hotels cost 120 euros."],
    ]);
    expect(cited("A flight is the exception. [1]")).toEqual([[1, "Flights are an exception."]]);
  });

  test.each(["Hotels cost 120 euros [1, 2].", "Hotels cost 120 euros [1][2]."])(
    "may share a sentence: %s",
    (answer) => {
      expect(cited(answer).map(([number]) => number)).toEqual([1, 2]);
      expect(cited(answer)[1]).toEqual([2, "Hotels cost 120 euros."]);
    },
  );

  test("are all that a number stands for, when it has several claims", () => {
    const answer = "Trains must be booked early [1]. Flights are an exception [1].";
    expect(cited(answer)).toEqual([
      [1, "Trains are booked early."],
      [1, "Flights are an exception."],
    ]);
  });

  test("are of every number, before one that is named often has more of them", () => {
    const names = ["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gil", "Hal"];
    const facts = names.map((name) => `${name} likes ${name}berries.`);
    const people = { ...hitOf(source, "People"), text: facts.join(" ") };
    const answer = `${facts.map((fact) => `${fact} [1]`).join(" ")} Hotels cost 120 euros [2].`;
    const numbers = citationsIn(answer, [people, hits[1]!]).map(({ number }) => number);
    expect(numbers).toEqual([...Array<number>(citationLimits.perAnswer - 1).fill(1), 2]);
  });

  test.each([
    ["Hotels cost 120 euros [1-2].", [1, 2]],
    ["Hotels cost 120 euros [1–9].", [1, 2]],
    ["Hotels cost 120 euros [2-1].", [2]],
    ["Hotels cost 120 euros 【2】.", [2]],
    ["Hotels cost 120 euros [ 2，1 ].", [2, 1]],
    ["Hotels cost 120 euros [0-1].", [1]],
    ["Built in [1990-2000].", []],
  ])("are read in the ways that models write them: %s", (answer, numbers) => {
    expect(cited(answer).map(([number]) => number)).toEqual(numbers);
  });

  test("are named once each, and those that were made up not at all", () => {
    const answer = "Trains early [1]. Again trains [1]. Nonsense [7]. Nothing [0].";
    expect(cited(answer).map(([number]) => number)).toEqual([1]);
    expect(cited("An answer without any.")).toEqual([]);
  });
});
