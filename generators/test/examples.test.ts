// Every example of a generator that help and pages give does on a copy of this repository what it says: the
// lines of one page run one after the other and write, as a reader would run them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCommands, isGenerator } from "@groundwork/plop-engine/cli/input/commands";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { exitCodes } from "@groundwork/plop-engine/cli/answer/exit-codes";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
// @boundaries-ignore The pages of docs/ belong to no package.
import { fencedIn, pages, textOf } from "../../docs/pages.ts";
import { plop, typed } from "@groundwork/plop-engine/testing/command";
import { committedFiles, formatterSettings } from "./notes.ts";
import { templateFiles, workspace } from "./repository.ts";

// What changes all of a project has tests of its own.
const generators = allCommands()
  .filter(isGenerator)
  .filter(({ wholeProject }) => wholeProject !== true);
const asking = generators.filter(({ usesRegistry }) => usesRegistry).map(({ name }) => name);
const names = generators.map(({ name }) => name).join("|");
const EXAMPLE = new RegExp(`^(?:echo .* \\| )?pnpm (?:-s )?plop (?:${names})(?: |$)(?!.*--help)`);
/** Pages with more than generators, whose commands design/walk.test.ts runs. */
const WALKED = /^docs\/guides\/design\.md$|^\.agents\//;

const inHelp = generators.map(
  ({ name, examples }) => [`help of ${name}`, examples.map(({ line }) => line)] as const,
);
const inPages = pages
  .filter((page) => !WALKED.test(page))
  .map((page) => {
    const lines = fencedIn(textOf(page)).map((line) => line.replace(/ #.*/, "").trim());
    return [page, lines.filter((line) => EXAMPLE.test(line))] as const;
  });
const sources = [...inHelp, ...inPages].filter(([, lines]) => lines.length > 0);

test("the guide has the exit codes of the help", () => {
  const guide = readFileSync(join(workspace, "docs/guides/generators.md"), "utf8");
  for (const { code } of exitCodes) expect(guide).toMatch(new RegExp(`^\\| ${code} +\\|`, "m"));
});

test("examples are found in help and pages", () => {
  const found = sources.map(([name]) => name);
  expect(found).toEqual(
    expect.arrayContaining([...inHelp.map(([help]) => help), "docs/guides/generators.md"]),
  );
});

/** What commands of a design work on. */
const DESIGN = `export default defineDesign({ version: 1, name: "App", about: "It has notes." });\n`;

describe("every example works as it is printed, after those before it", () => {
  let copy: ReturnType<typeof scratch>;
  beforeAll(() => {
    copy = scratch({ ...formatterSettings(), ...templateFiles, ...committedFiles() });
  });
  afterAll(() => copy.remove());

  test.each(sources)("%s", async (_name, lines) => {
    try {
      const input = { name: "bookmark", fields: ["title:string(1..120)"] };
      writeFileSync(join(copy.root, "bookmark.json"), JSON.stringify(input));
      writeFileSync(join(copy.root, layout.design), DESIGN);
      for (const line of lines) {
        const { argv, stdin } = typed(line, copy.root);
        // What asks a registry is planned alone.
        const how = asking.includes(argv[0]!) ? ["--dry-run"] : ["--yes", "--no-checks"];
        const { exit, stdout, stderr } = await plop(copy.root, [...argv, ...how], stdin);
        expect(exit, `${line}\n${stderr}`).toBe(0);
        expect(stdout, line).toMatch(/create|edit|replace|remove|nothing/i);
        // The root of the repository has no CLI of Convex.
        expect(stdout, line).not.toMatch(/(npx( --\S+)*|pnpm exec) convex/);
      }
    } finally {
      copy.restore();
    }
  });
});
