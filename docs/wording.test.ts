import { Linter } from "eslint";
import { expect, test } from "vitest";
import { wording, wordingProblems } from "./wording.ts";

const found = (text: string) => wordingProblems(text).map(({ message }) => message.split('"')[1]);

test("a phrase is found in any case and across lines, also those of a comment", () => {
  expect(found("Unless told, it is 20.\nIt was taken\nback.")).toEqual([
    "unless told",
    "taken back",
  ]);
  expect(found("// The owner is\n// told.\n/**\n * The run takes\n * it back.\n */")).toEqual([
    "takes it back",
    "is told",
  ]);
});

test.each([
  ["It listens until told.", "until told"],
  ["A task is anybody's to take.", "anybody's to"],
  ["That it is gone is no matter.", "is no matter"],
  ["an import that a later run has come to need", "has come to need"],
  ["Tells them apart by their codes.", "tells them apart"],
  ["A repair puts them right.", "puts them right"],
  ["A wrong token lets nobody in.", "lets nobody in"],
  ["What an attempt comes to.", "what an attempt comes to"],
])("%s", (text, phrase) => {
  expect(found(text)).toContain(phrase);
});

test("parts of other words are none", () => {
  expect(found("amend, re-mend-ing, a momentary loss, retold")).toEqual([]);
});

test("ESLint reports them in strings and comments, with what to write", () => {
  const code = "// Mend it.\nexport const text = `It is fixed ${1} unless told`;";
  const messages = new Linter().verify(code, {
    plugins: { wording },
    rules: { "wording/words": "error" },
  });
  expect(messages.map(({ line, message }) => [line, message])).toEqual([
    [1, 'WORDING: "mend": write fix (docs/style.md)'],
    [2, 'WORDING: "unless told": write default: …, unless set (docs/style.md)'],
  ]);
});
