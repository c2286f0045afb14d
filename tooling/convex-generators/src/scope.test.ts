// A project has names of its own for its packages, and takes this package as it was built: no name may be built in.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Lines of code that name the scope of the template; `init` alone does, to replace it. */
function linesWithScope(path: string, text: string): string[] {
  const lines = text.split("\n").filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line));
  return lines.filter((line) => /@repo\b/.test(line)).map((line) => `${path}: ${line.trim()}`);
}

test("no generator names the packages of the template: packageName does", () => {
  const paths = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const code = paths.filter((path) => /(?<!\.test)\.ts$/.test(path) && !path.startsWith("init/"));
  expect(code.length).toBeGreaterThan(50);
  const found = code.flatMap((path) =>
    linesWithScope(path, readFileSync(join(import.meta.dirname, path), "utf8")),
  );
  expect(found).toEqual([]);
});

test("one that does is found", () => {
  expect(linesWithScope("a.ts", '// @repo\nconst run = "pnpm --filter @repo/web dev";')).toEqual([
    'a.ts: const run = "pnpm --filter @repo/web dev";',
  ]);
});
