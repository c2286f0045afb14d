// There is no ceiling: a repository with fifty more entities, each with a page, passes the lint as it is. That one
// entity's own files do is part of `pnpm e2e`.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import type { Plan } from "@groundwork/plop-engine/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { linkInstalled, packages } from "./installed.ts";
import { type Files, committedFiles, workspace } from "./notes.ts";
import { scratch } from "@groundwork/plop-engine/testing/scratch";

const words =
  `album antenna apartment article badge bakery basket boat bridge building camera candle castle
  chapter cinema contract course device dinner driver engine factory farm festival forest garden guitar harbor
  hotel island jacket kitchen lamp lesson library machine market mountain museum orchard painting parcel planet
  railway river station ticket tower vehicle window`.split(/\s+/);

const before = committedFiles();
let after: Files;
/** The files that all entities share, and those of the first one: the others' differ from these in names alone. */
let checked: string[];
/** How much the shared files gain by all of them. */
let gained: Map<string, number>;

beforeAll(async () => {
  expect(words).toHaveLength(50);
  after = await withEntities(before, words);
  gained = new Map(
    Object.entries(before).map(([path, text]) => [path, linesIn(after[path]!) - linesIn(text)]),
  );
});

/** The files with more entities, laid out where `checked` reads them: once, when all entities are in. */
async function withEntities(files: Files, names: readonly string[]): Promise<Files> {
  const grown: Record<string, string> = { ...files };
  const plans = names.map((name) => {
    const plan = planEntity(inputOf(name), memoryTree(grown));
    for (const { path, after } of plan.files) grown[path] = after;
    return plan;
  });
  const [first] = plans as [Plan, ...Plan[]];
  const written = first.files.map((file) => ({ ...file, after: grown[file.path]! }));
  const laidOut = await formatPlan(workspace, { ...first, files: written });
  checked = laidOut.files.map(({ path }) => path);
  return { ...grown, ...Object.fromEntries(laidOut.files.map(({ path, after }) => [path, after])) };
}

const inputOf = (name: string): EntityInput => ({
  name,
  fields: [
    ...["ownerId:ref(users)+owner", "title:string(1..120)+search", "noteId:ref(notes)+cascade"],
    ...["dueAt:date?+index", "kind:enum(small,large)=small", "picture:file?"],
  ],
  access: ["member:own", "admin:all"],
  web: true,
});

const linesIn = (text: string) => text.split("\n").length;

test("no file has more than two lines for each, nor an end to the entities that it takes", () => {
  const perEntity = [...gained].map(([path, lines]) => [path, lines / words.length] as const);
  // Generated: two lines for each module, and an entity has two.
  const most = (path: string) => (path === layout.apiTypes ? 4 : 2);
  expect(perEntity.filter(([path, lines]) => lines > most(path))).toEqual([]);
  expect(perEntity.filter(([, lines]) => lines > 0).length).toBeGreaterThan(4);
});

test("the files pass the lint, without an exception", () => {
  const copy = lintable(after);
  const long = layout.tables("longs");
  copy.write(long, "export const a = [\n" + "  1,\n".repeat(500) + "];\nPromise.resolve(a);\n");
  try {
    // One run for all, without the rules that ask for types: how many entities there are changes none of those.
    const eslint = join(workspace, "node_modules/eslint/bin/eslint.js");
    const flags = ["--config", layout.untypedLint, "--format", "json", "--no-warn-ignored"];
    const args = [eslint, ...flags, ...checked, long];
    const options = { cwd: copy.root, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const { stdout, stderr } = spawnSync(process.execPath, args, options);
    expect(stderr).toBe("");
    const results = JSON.parse(stdout) as { filePath: string; messages: { ruleId: string }[] }[];
    const rulesOf = new Map(
      results.map(({ filePath, messages }) => [
        relative(realpathSync(copy.root), filePath),
        messages.map(({ ruleId }) => ruleId),
      ]),
    );
    expect(rulesOf.get(long)).toContain("max-lines");
    rulesOf.delete(long);
    expect([...rulesOf.keys()]).toContain(layout.schema);
    expect([...rulesOf].filter(([, rules]) => rules.length > 0)).toEqual([]);
  } finally {
    copy.remove();
  }
  const excepted = Object.keys(after).filter(
    (path) => !(path in before) && after[path]!.includes("eslint-disable max-lines"),
  );
  expect(excepted).toEqual([]);
}, 600_000);

/** A copy that the lint finds as it finds this repository: with its settings, and the packages that are installed. */
function lintable(files: Files) {
  const settings = [
    ...["tsconfig.base.json", "package.json", "eslint.config.js", layout.untypedLint],
    ...packages.flatMap((folder) => [`${folder}/package.json`, `${folder}/tsconfig.json`]),
    "packages/backend/lint/restrictions.js",
    ...["docs/wording.ts", "docs/words.json"].filter((path) => existsSync(join(workspace, path))),
  ];
  const copy = scratch({
    ...files,
    ...Object.fromEntries(
      settings.map((path) => [path, readFileSync(join(workspace, path), "utf8")]),
    ),
  });
  symlinkSync(join(workspace, "node_modules"), join(copy.root, "node_modules"));
  linkInstalled(copy.root);
  return copy;
}
