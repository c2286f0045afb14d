// There is no ceiling: a repository with fifty more entities, each with a page, passes the lint as it is.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { planEntity } from "../entity/plan.ts";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { layout } from "../repository/layout.ts";
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
/** How much the shared files gain by all of them. */
let gained: Map<string, number>;

beforeAll(async () => {
  expect(words).toHaveLength(50);
  after = await withEntities(before, words);
  gained = new Map(
    Object.entries(before).map(([path, text]) => [path, linesIn(after[path]!) - linesIn(text)]),
  );
}, 240_000);

async function withEntities(files: Files, names: readonly string[]): Promise<Files> {
  const grown = { ...files };
  for (const name of names) {
    const input = {
      name,
      fields: [
        ...["ownerId:ref(users)+owner", "title:string(1..120)+search", "noteId:ref(notes)+cascade"],
        ...["dueAt:date?+index", "kind:enum(small,large)=small", "picture:file?"],
      ],
      access: ["member:own", "admin:all"],
      web: true,
    };
    const plan = await formatPlan(workspace, planEntity(input, memoryTree(grown)));
    for (const { path, after } of plan.files) grown[path] = after;
  }
  return grown;
}

const linesIn = (text: string) => text.split("\n").length;

test("no file has more than two lines for each, nor an end to the entities that it takes", () => {
  const perEntity = [...gained].map(([path, lines]) => [path, lines / words.length] as const);
  // Generated: two lines for each module, and an entity has two.
  const most = (path: string) => (path === layout.apiTypes ? 4 : 2);
  expect(perEntity.filter(([path, lines]) => lines > most(path))).toEqual([]);
  expect(perEntity.filter(([, lines]) => lines > 0).length).toBeGreaterThan(4);
});

test("every file passes the lint, without an exception", () => {
  const copy = lintable(after);
  const eslint = join(workspace, "node_modules/eslint/bin/eslint.js");
  const lint = (...paths: string[]) => {
    const args = [eslint, "--max-warnings", "0", ...paths];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: copy.root,
      encoding: "utf8",
    });
    return stdout + stderr;
  };
  try {
    expect(lint("packages", "apps")).toBe("");
    const excepted = Object.keys(after).filter(
      (path) => !(path in before) && after[path]!.includes("eslint-disable max-lines"),
    );
    expect(excepted).toEqual([]);
    const long = layout.tables("longs");
    copy.write(long, "export const a = [\n" + "  1,\n".repeat(500) + "];\nPromise.resolve(a);\n");
    expect(lint(long)).toContain("max-lines");
  } finally {
    copy.remove();
  }
}, 600_000);

/** A copy that the lint finds as it finds this repository: with its settings, and the packages that are installed. */
function lintable(files: Files) {
  const settings = [
    ...["eslint.config.js", "tsconfig.base.json", "package.json"],
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
