// Every command line of `refusals.txt` ends as the list says, in words that help, and leaves no trace.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownExplanations } from "@groundwork/plop-engine/cli/answer/explanations";
import { explanations } from "@groundwork/convex-generators/explanations";
import { ended, plop } from "@groundwork/plop-engine/testing/command";
import { copyRepository } from "./repository.ts";

/** `2 CODE  <command line> → <the command line that is proposed>`, with `\u` for what an editor hides. */
const LINE = /^(fine|\d(?: [A-Z_]+)+) {2,}(.+?)(?: → (.*))?$/;
const listed = readFileSync(join(import.meta.dirname, "refusals.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => LINE.exec(line)!.slice(1) as [string, string, string?]);
const argvs = wordsOf(listed.map(([, line]) => line));
const cases = listed.map(([end, line, instead], at) => ({ end, line, instead, argv: argvs[at]! }));

const known: Readonly<Record<string, string>> = { ...ownExplanations, ...explanations };
const lookOnly = ["--dry-run", "--json"];

let repository: ReturnType<typeof copyRepository>;
let before: Record<string, string>;
/** The last command line that was proposed for each code; the engine has planned each of them itself. */
const proposed = new Map<string, string>();

beforeAll(() => {
  repository = copyRepository();
  before = repository.snapshot();
});
afterAll(() => repository.remove());

/** The words of command lines as a shell takes them. */
function wordsOf(lines: readonly string[]): string[][] {
  const script = lines.map((line) => `printf '%s\\0' ${line}; printf '\\1'`).join("\n");
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return words
    .split("\x01")
    .slice(0, -1)
    .map((line) => line.split("\0").slice(0, -1).map(withEscapes));
}

function withEscapes(word: string): string {
  return word.replace(/\\u([0-9a-f]{4})/g, (_, code) => String.fromCharCode(+`0x${code}`));
}

test.each(cases)("$end: $line", async ({ end, instead, argv }) => {
  const [command = "", ...words] = argv;
  const printed = await plop(repository.root, [command, ...lookOnly, ...words]);
  const { errors = [], retry } = printed.json;
  expect(ended(printed)).toBe(end);
  for (const { code, message } of errors) {
    expect(known[code], code).toBeDefined();
    expect(message).toMatch(/^\S.*[.?]$/s);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  }
  const short = retry?.replace(/^pnpm plop /, "").replace(/ --dry-run --json| --yes/g, "");
  expect(short).toBe(instead);
  if (retry !== undefined) proposed.set(end, retry);
});

test.each<[string, string]>([
  ["FIELDS_TOO_MANY", Array.from({ length: 1025 }, (_, n) => `field${n}:int`).join(" ")],
  ["INDEXES_TOO_MANY", Array.from({ length: 65 }, (_, n) => `field${n}:int+index`).join(" ")],
])("2 %s: more than Convex takes", async (code, fields) => {
  const printed = await plop(repository.root, ["entity", "ticket", fields, ...lookOnly]);
  expect(ended(printed)).toBe(`2 ${code}`);
});

test("what was proposed for each code is accepted as it is printed", async () => {
  expect(proposed.size).toBeGreaterThan(20);
  const refused: string[] = [];
  for (const [, , ...argv] of wordsOf([...proposed.values()])) {
    const printed = await plop(repository.root, argv);
    if (printed.exit !== 0) refused.push(`${argv.join(" ")}: ${ended(printed)}`);
  }
  expect(refused).toEqual([]);
  // Each is a plan.
});

test("nothing was written on the way", () => {
  expect(repository.snapshot()).toEqual(before);
});
