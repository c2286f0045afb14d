import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explanations } from "./explanations.ts";

const home = join(import.meta.dirname, "..", "..");

/** Words in capitals that are no codes: of the machine, of the app's own errors, of git. */
const OTHERS = [
  ...["UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "INVALID", "CONFLICT", "RATE_LIMITED"],
  ...["NFC", "HEAD", "PAGE_SIZE_MAX", "REMOVAL_BATCH"],
];

function codesInSources(): Set<string> {
  const codes = new Set<string>();
  for (const folder of ["lib", "entity", "function"]) {
    for (const entry of readdirSync(join(home, folder), { recursive: true, encoding: "utf8" })) {
      if (!entry.endsWith(".ts") || /\.test\.ts$|explanations/.test(entry)) continue;
      const source = readFileSync(join(home, folder, entry), "utf8");
      for (const [, code = ""] of source.matchAll(/"([A-Z][A-Z_]+)"/g)) codes.add(code);
    }
  }
  return codes;
}

const isCode = (word: string) =>
  word.length > 3 && !/^(E[A-Z]+|SIG[A-Z]+)$/.test(word) && !OTHERS.includes(word);

test("every code that the generators use is explained", () => {
  const used = [...codesInSources()].filter((word) => isCode(word));
  expect(used.filter((code) => explanations[code] === undefined)).toEqual([]);
});

test("no other code is", () => {
  const used = codesInSources();
  expect(Object.keys(explanations).filter((code) => !used.has(code))).toEqual([]);
});

test("an explanation is one to three sentences", () => {
  for (const [code, text] of Object.entries(explanations)) {
    expect(text, code).toMatch(/^\S.*\.$/s);
    expect(text.length, code).toBeLessThan(220);
  }
});
