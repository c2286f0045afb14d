import { expect, test } from "vitest";
import { mergeTexts } from "./merge.ts";

const base = "one\ntwo\nthree\nfour\nfive\n";

test("changes of different lines are both kept", () => {
  const ours = "one\ntwo, edited\nthree\nfour\nfive\n";
  const theirs = "one\ntwo\nthree\nfour\nfive, rendered again\nsix\n";
  expect(mergeTexts(base, ours, theirs)).toEqual({
    text: "one\ntwo, edited\nthree\nfour\nfive, rendered again\nsix\n",
    conflicts: [],
  });
});

test("a text that nobody edited becomes what is rendered, and one that renders the same stays", () => {
  expect(mergeTexts(base, base, "other\n")).toEqual({ text: "other\n", conflicts: [] });
  expect(mergeTexts(base, "mine\n", base)).toEqual({ text: "mine\n", conflicts: [] });
});

test("the same change on both sides is no conflict", () => {
  const both = base.replace("three", "3");
  expect(mergeTexts(base, both, both)).toEqual({ text: both, conflicts: [] });
});

test("lines that both changed are a conflict, which keeps what people wrote", () => {
  const ours = `zero\n${base.replace("three", "three, edited")}`;
  const theirs = base.replace("three", "three, rendered again").replace("five", "5");
  expect(mergeTexts(base, ours, theirs)).toEqual({
    text: ours.replace("five", "5"),
    conflicts: [{ line: 4, ours: ["three, edited"], theirs: ["three, rendered again"] }],
  });
});
