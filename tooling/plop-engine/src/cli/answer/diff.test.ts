import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countChanges, unifiedDiff } from "./diff.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "diff-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = (...numbers: number[]) => numbers.map((n) => `line ${n}\n`).join("");
const twenty = Array.from({ length: 20 }, (_, n) => n);

const cases: [string, string | null, string | null][] = [
  ["a new file", null, lines(1, 2)],
  ["a removed file", lines(1, 2), null],
  ["a line at the start", lines(1, 2, 3), lines(0, 1, 2, 3)],
  ["a line at the end", lines(1, 2, 3), lines(1, 2, 3, 4)],
  ["a changed line", lines(...twenty), lines(...twenty).replace("line 9\n", "nine\n")],
  ["two places far apart", lines(...twenty), lines(-1, ...twenty, 99)],
  ["two places near each other", lines(...twenty), lines(0, 1, 50, 2, 3, 51, ...twenty.slice(4))],
  ["lines that repeat", "a\nb\na\nb\n", "a\na\nb\nb\na\nb\n"],
  ["an end without a line break", "a\nb", "a\nb\n"],
  ["a start without a line break", "a\n", "a\nb"],
  ["CRLF", "a\r\nb\r\n", "a\r\nx\r\nb\r\n"],
  ["from an empty file", "", "a\n"],
];

test.each(cases)("git applies the diff of %s", (_, before, after) => {
  const path = join(folder, "file.txt");
  rmSync(path, { force: true });
  if (before !== null) writeFileSync(path, before);
  const diff = unifiedDiff("file.txt", before, after);
  const options = { cwd: folder, input: diff, encoding: "utf8" } as const;
  execFileSync("git", ["apply", "--whitespace=nowarn", "-"], options);
  expect(existsSync(path) ? readFileSync(path, "utf8") : null).toBe(after);
});

test("the same text has no diff", () => {
  expect(unifiedDiff("x", "a\n", "a\n")).toBe("");
  expect(countChanges("a\n", "a\n")).toEqual({ added: 0, removed: 0 });
});

test("lines are counted by what a diff shows", () => {
  expect(countChanges(null, lines(1, 2, 3))).toEqual({ added: 3, removed: 0 });
  expect(countChanges("a\nb\nc\n", "a\nx\nc\nd\n")).toEqual({ added: 2, removed: 1 });
});
