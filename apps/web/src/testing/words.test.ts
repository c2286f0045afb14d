// The words of each feature: none that nobody reads any more, and none beside them.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const src = resolve(import.meta.dirname, "..");
const wordFiles = globSync(["features/*/words.ts", "landing/words.ts"], { cwd: src });

/** The code of a feature, with that of the routes that show it. */
function codeOf(feature: string): string {
  const files = globSync(["{features/*,landing}/*.{ts,tsx}", "routes/**/*.tsx"], {
    cwd: src,
  }).filter(
    (file) => !file.includes(".test.") && (file.startsWith(feature) || file.startsWith("routes")),
  );
  return files.map((file) => readFileSync(join(src, file), "utf8")).join("\n");
}

/** The names of the top level of `export const words = { … }`. */
function namesIn(text: string): string[] {
  const body = text.slice(text.indexOf("export const words = {"));
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name!);
}

describe.each(wordFiles)("%s", (file) => {
  const text = readFileSync(join(src, file), "utf8");

  test("has words", () => {
    expect(namesIn(text).length).toBeGreaterThan(3);
  });

  test("has none that nobody reads", () => {
    const code = codeOf(dirname(file));
    const unread = namesIn(text).filter(
      (name) => !new RegExp(`\\bwords(\\.${name}\\b|\\[)`).test(code),
    );
    expect(unread).toEqual([]);
  });
});

/** What a person reads in the code of a component: text between tags, and attributes that are read out. */
const written =
  /(?:>|^\s*)\s*([A-Z][a-z]+(?: [a-z]+)+[.?!]?)\s*(?:<|$)|\b(?:label|title|placeholder|aria-label)="[A-Z][^"]+"/gm;

test.each(wordFiles.map((file) => dirname(file)))(
  "the components of %s take all from there",
  (feature) => {
    const components = globSync(`${feature}/*.tsx`, { cwd: src }).filter(
      (file) => !file.includes(".test."),
    );
    const beside = components.flatMap((file) =>
      [
        ...readFileSync(join(src, file), "utf8")
          .replace(/^ *(\/\/|\/?\*).*$/gm, "")
          .matchAll(written),
      ].map(([found]) => `${file}: ${found.trim()}`),
    );
    expect(beside).toEqual([]);
  },
);
