// @vitest-environment node
// The rules of eslint.config.js, held against code that breaks them: a rule that has stopped to fire,
// because of a typo in a selector or a change in a plugin, is worse than none.
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { ESLint, type Linter } from "eslint";
import { describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

const home = import.meta.dirname;
const root = join(home, "..", "..", "..");
const fixtures = join(home, "fixtures");
const eslint = new ESLint({ cwd: root, ignore: false });
const linted = await eslint.lintFiles(`${relative(root, fixtures)}/**/*.ts`);

const files = await Promise.all(
  linted.map(async ({ filePath, messages }) => ({
    name: relative(fixtures, filePath),
    expected: marksIn(await readFile(filePath, "utf8")),
    fired: messages.map(({ line, message, ruleId }) => `${line} ${codeOf(message) ?? ruleId}`),
  })),
);

test.each(files)("$name breaks the rules that it names, where it names them", (file) => {
  expect(file.expected).not.toEqual([]);
  expect(file.fired.sort()).toEqual(file.expected.sort());
});

describe("every rule is broken by a fixture", () => {
  const broken = new Set(
    files.flatMap(({ expected }) => expected.map((mark) => mark.slice(mark.indexOf(" ") + 1))),
  );

  test.each([
    "packages/backend/convex/notes.ts",
    "packages/backend/tests/notes.test.ts",
    "apps/web/src/main.tsx",
    "apps/web/src/routes/index.tsx",
  ])("of %s", async (file) => {
    const common = await rulesOf("packages/validators/src/notes.ts");
    const added = [...(await rulesOf(file))].filter((rule) => !common.has(rule));
    expect(added).not.toEqual([]);
    expect(added.filter((rule) => !broken.has(rule))).toEqual([]);
  });
});

test("a rule is switched off only with a reason", async () => {
  const convex = join(home, "..", "convex");
  const names = (await readdir(convex, { recursive: true })).filter(
    (name) => name.endsWith(".ts") && !name.startsWith("_generated"),
  );
  const lines = await Promise.all(
    names.map(async (name) =>
      (await readFile(join(convex, name), "utf8"))
        .split("\n")
        .filter((line) => line.includes("eslint-disable") && !/ -- \S/.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    ),
  );
  expect(lines.flat()).toEqual([]);
});

/** What a fixture says of its own lines: `// fires: RULE, RULE` stands above the line that breaks them. */
function marksIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const codes = /\/\/ fires: (.+)$/.exec(line)?.[1] ?? "";
    return codes.split(", ").flatMap((code) => (code === "" ? [] : [`${index + 2} ${code}`]));
  });
}

/** The code of a restriction of ours, from its message. ESLint puts its own words around that of an import. */
function codeOf(message: string): string | undefined {
  return /\b([A-Z]+(?:_[A-Z]+)+): /.exec(message)?.[1];
}

/** The rules that are errors in a file. The restricting rules count once for each thing they restrict. */
async function rulesOf(file: string): Promise<Set<string>> {
  const { rules = {} } = (await eslint.calculateConfigForFile(join(root, file))) as Linter.Config;
  return new Set(
    Object.entries(rules).flatMap(([name, setting]) => {
      const [severity, ...options] = setting as Linter.RuleSeverityAndOptions;
      if (severity !== 2) return [];
      if (!name.includes("no-restricted-")) return [name];
      return [...JSON.stringify(options).matchAll(/"message":"(\w+): /g)].map(([, code]) => code!);
    }),
  );
}
