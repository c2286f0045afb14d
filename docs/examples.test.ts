// The examples of generators that the pages give are accepted by this workspace as it is: each is run as a dry run.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { fencedIn, pages, root, textOf } from "./pages.ts";

const run = promisify(execFile);
const examples = new Set(
  pages
    .flatMap((page) => fencedIn(textOf(page)))
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => /^pnpm (-s )?plop (entity|function) [\w']/.test(line)),
);

/** The words of a command line, as a shell gives them to the program. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

test("there are examples", () => {
  expect(examples.size).toBeGreaterThan(5);
});

test.each([...examples])("%s", async (line) => {
  const words = wordsOf(line.replace(/^pnpm (-s )?plop /, ""));
  const bin = join(root, "generators", "bin.mjs");
  const args = [bin, ...words, "--dry-run", "--allow-dirty"];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  expect(stdout).toMatch(/Nothing was written|nothing to do|up to date/i);
});
