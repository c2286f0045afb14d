// The words of the app: none that nobody reads any more, and none beside the files that hold them.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { writtenWords } from "./written-words";

const src = resolve(import.meta.dirname, "..");
const textOf = (file: string) => readFileSync(join(src, file), "utf8");
const files = globSync("**/*.{ts,tsx}", { cwd: src }).filter(
  (file) => !/\.test\.|\.d\.ts$|\.gen\.ts$|testing\.ts$|^testing\/|^components\/ui\//.test(file),
);
const wordFiles = files.filter((file) => file.endsWith("/words.ts"));

/**
 * Files that hold words: those of a folder, the sentences for what went wrong, and what a feature adds to the shell and
 * to the landing page, which load nothing else of it.
 */
const holdsWords = /\/(?:words|[\w-]+-sentences)\.ts$|^features\/[\w-]+\/(?:feature|visitors)\.ts$/;

/** Literals that have the form of words, with what they are. */
const noWords = [
  // A header.
  "features/files/use-file-bytes.ts: `Bearer ${token}`",
  // A selector.
  'features/tasks/lists/virtual-tasks.tsx: `[data-index="${index}"] button`',
];

/** The code that imports the words of a folder, with each use of them as `words.name`. */
function readersOf(folder: string): string {
  const imported = new RegExp(
    `import \\{[^}]*\\bwords(?: as (\\w+))?[^}]*\\} from "(?:[@.]/${folder}|(\\.))/words(?:\\.ts)?"`,
  );
  const texts = files.flatMap((file) => {
    const [isReader, name = "words", isBeside] = imported.exec(textOf(file)) ?? [];
    if (isReader === undefined || (isBeside && dirname(file) !== folder)) return [];
    return textOf(file).replace(new RegExp(`\\b${name}(?=[.[])`, "g"), "words");
  });
  return texts.join("\n");
}

/** The names of the top level of `export const words = { … }`. */
function namesIn(text: string): string[] {
  const body = text.slice(text.indexOf("export const words = {"));
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name!);
}

describe.each(wordFiles)("%s", (file) => {
  const names = namesIn(textOf(file));

  test("has words", () => {
    expect(names.length).toBeGreaterThan(2);
  });

  test("has none that nobody reads", () => {
    const code = readersOf(dirname(file));
    const unread = names.filter((name) => !new RegExp(`\\bwords(\\.${name}\\b|\\[)`).test(code));
    expect(unread).toEqual([]);
  });
});

test("no file has words beside those that hold them", () => {
  const beside = files
    .filter((file) => !holdsWords.test(file))
    .flatMap((file) => writtenWords(file, textOf(file)).map((words) => `${file}: ${words}`));
  const ofFiles = noWords.filter((each) => files.includes(each.split(": ")[0]!));
  expect(beside.sort()).toEqual(ofFiles);
  expect(files.length).toBeGreaterThan(200);
});
