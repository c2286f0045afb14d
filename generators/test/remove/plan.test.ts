// Taking features out of this repository, planned in memory: the core uses none of them by hand, and nothing that is
// left speaks of what is gone. `e2e/removal.test.ts` runs the checks and tests of what is left.
import { compareDesign } from "@groundwork/convex-generators/design/described/compare";
import { describeBackend } from "@groundwork/convex-generators/design/described/describe";
import { readDesign } from "@groundwork/convex-generators/design/file/read";
import { type GeneratorError, type Plan, type Tree } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { diskTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { workspace } from "../repository.ts";
import { readFeatures } from "@groundwork/convex-generators/remove/features";
import { planRemove } from "@groundwork/convex-generators/remove/plan";

const disk = diskTree(workspace);

/** The repository with other texts in some of its files. */
const withTexts = (texts: Readonly<Record<string, string>>): Tree => ({
  read: (path) => texts[path] ?? disk.read(path),
  list: (folder) => {
    const names = Object.keys(texts)
      .filter((path) => path.startsWith(folder))
      .map((path) => path.slice(folder.length).replace(/\/.*$/s, "/"));
    return [...new Set([...disk.list(folder), ...names])].sort();
  },
});

const removedBy = ({ removals = [] }: Plan) => removals.map(({ path }) => path);
const textAfter = ({ files }: Plan, path: string) =>
  files.find((file) => file.path === path)?.after ?? disk.read(path)!;

/** The plan for some features, made once. */
const planOf = (names: string[]): Plan => {
  const key = names.join(" ");
  const plan = plans.get(key) ?? planRemove({ names }, disk);
  plans.set(key, plan);
  return plan;
};
const plans = new Map<string, Plan>();

const refusalOf = (names: string[], tree: Tree = disk) => {
  try {
    planRemove({ names }, tree);
    return null;
  } catch (error) {
    const { exit, problems } = error as GeneratorError;
    return { exit, problems: problems.map(({ code, arg, fix }) => ({ code, arg, fix })) };
  }
};

test("the repository has features to remove", () => {
  const names = readFeatures(disk).map(({ name }) => name);
  expect(names).toEqual(["assistant", "demo", "knowledge", "models"]);
});

describe.each([
  { names: ["assistant"], gone: /\b(assistant(?!\w)|threads|memories)\b/ },
  { names: ["knowledge"], gone: /\b(knowledge(?!\w)|sourceTables|citations)\b/ },
  { names: ["demo"], gone: /\bmodel\/demo\b/ },
  {
    names: ["assistant", "knowledge", "models", "demo"],
    gone: /\b(modelEnv|sourceTables|threads)\b/,
  },
])("without $names", ({ names, gone }) => {
  test("no line that is left uses it, and every file that is listed goes", () => {
    const plan = planOf(names);
    const removed = removedBy(plan);
    for (const { files } of readFeatures(disk).filter((feature) => names.includes(feature.name))) {
      for (const path of files) {
        expect(
          removed.some((one) => one === path || one.startsWith(path)),
          path,
        ).toBe(true);
      }
    }
    for (const { path } of plan.files.filter((file) => /convex\/(schema|crons)/.test(file.path))) {
      expect(textAfter(plan, path)).not.toMatch(gone);
    }
  });

  test("the design says what the code that is left says", () => {
    const plan = planOf(names);
    const after = plannedTree(disk, plan);
    const file = readDesign(textAfter(plan, layout.design), layout.design);
    const described = describeBackend(after);
    expect(compareDesign(file, described)).toEqual([]);
    expect(file.design.flows).toEqual(described.design.flows);
    for (const name of names) expect(file.design.features).not.toHaveProperty(name);
  });

  test("the features that are left are described without it", () => {
    const plan = planOf(names);
    const removed = new Set(removedBy(plan));
    const after: Tree = {
      read: (path) => (removed.has(path) ? null : textAfter(plan, path)),
      list: (folder) => disk.list(folder).filter((name) => !removed.has(`${folder}/${name}`)),
    };
    const left = readFeatures(after);
    expect(left.map(({ name }) => name)).not.toEqual(expect.arrayContaining(names));
    expect(left.flatMap(({ joins = {} }) => Object.keys(joins))).not.toEqual(
      expect.arrayContaining(names),
    );
  });
});

test("what joins two features goes with either of them", () => {
  const bridge = `${layout.convex}/model/assistant/knowledgeTools.ts`;
  for (const name of ["assistant", "knowledge"]) {
    expect(removedBy(planOf([name]))).toContain(bridge);
  }
});

test("packages that nothing else needs leave the manifest and the catalog", () => {
  const plan = planOf(["knowledge"]);
  expect(textAfter(planOf(["assistant"]), "apps/web/package.json")).not.toContain(
    '"@convex-dev/agent"',
  );
  const manifest = textAfter(plan, "packages/backend/package.json");
  for (const name of ["unpdf", "@convex-dev/rag"]) expect(manifest).not.toContain(`"${name}"`);
  expect(textAfter(plan, "pnpm-workspace.yaml")).not.toContain("\n  unpdf:");
  // The embedded backend is tested with it.
  expect(textAfter(plan, "pnpm-workspace.yaml")).toContain("@convex-dev/rag");
});

test("a list of the core that is left empty is no state of a module", () => {
  const plan = planOf(["assistant", "knowledge", "models", "demo"]);
  const text = textAfter(plan, `${layout.convex}/features/all.ts`);
  expect(text).toMatch(/^export const \w+ = \{\s*\} satisfies /m);
  // The lint of the backend refuses it: MODULE_STATE.
  expect(text).not.toMatch(/^export const \w+(: .*)? = \{\s*\};/m);
});

test("variables of the environment leave the generated types", () => {
  const text = textAfter(planOf(["assistant", "knowledge", "models"]), layout.serverTypes);
  expect(text).not.toMatch(/\b(AI|OPENAI|OLLAMA)_/);
  expect(text).toContain("readonly RESEND_API_KEY:");
});

test("a use by hand is refused, with its line", () => {
  const path = `${layout.convex}/reports.ts`;
  const text = `import { prepare } from "./model/knowledge/sources";\n\nexport const make = () => prepare();\n`;
  expect(refusalOf(["knowledge"], withTexts({ [path]: text }))).toEqual({
    exit: 3,
    problems: [
      {
        code: "FEATURE_IN_USE",
        arg: `${path}:3`,
        fix: "Take the use out of line 3 and run the command again.",
      },
    ],
  });
});

test("a table of a feature that another table refers to is a use by hand", () => {
  const path = "packages/validators/src/quotes.ts";
  const text = `import { zid } from "./convex.ts";\nexport const quote = { sourceId: zid("sources") };\n`;
  expect(refusalOf(["knowledge"], withTexts({ [path]: text }))?.problems).toMatchObject([
    { code: "FEATURE_IN_USE", arg: `${path}:2` },
  ]);
});

test("a text that names a function or a page of a feature is a use by hand", () => {
  const path = "apps/web/src/lib/reports.ts";
  const lines = [
    'export const kind = () => "sources:list";',
    'export const link = () => "/t/$team/knowledge";',
    "export const ask = (id: string) => `/t/${id}/knowledge?tab=ask`;",
    "export const below = (team: string) => `${team}/knowledge`;",
  ];
  const refusal = refusalOf(["knowledge"], withTexts({ [path]: `${lines.join("\n")}\n` }));
  expect(refusal?.problems.map(({ arg }) => arg)).toEqual([1, 2, 3, 4].map((n) => `${path}:${n}`));
});

test("generated routes, and pages of other features, are no use", () => {
  const texts = {
    "apps/web/src/routeTree.gen.ts": `import { Route } from "./routes/_app/t/$team/knowledge";\nuse(() => Route);\n`,
    "apps/web/src/lib/reports.ts":
      'export const links = (team: string) => [`${team}/tasks`, "/", "/knowledge-base"];\n',
  };
  expect(refusalOf(["knowledge"], withTexts(texts))).toBeNull();
});

test("a feature that others use is refused alone, with the command that takes them along", () => {
  expect(refusalOf(["models"])?.problems).toEqual(
    ["assistant", "knowledge"].map((name) => ({
      code: "FEATURE_NEEDED",
      arg: "models",
      fix: `pnpm plop remove models ${name}`,
    })),
  );
});

test("the reference gives a command for each feature that works", () => {
  const page = disk.read(`${layout.reference}/features.md`)!;
  const given = [...page.matchAll(/`pnpm plop remove ([\w ]+)`/g)].map(([, names]) => names!);
  const commands = given.map((names) => names.split(" "));
  expect(commands.map(([name]) => name)).toEqual(readFeatures(disk).map(({ name }) => name));
  for (const names of commands) expect(removedBy(planOf(names)), names.join(" ")).not.toEqual([]);
});

test("an unknown feature is refused", () => {
  const problems = [{ code: "FEATURE_UNKNOWN", arg: "knowlege", fix: "knowledge" }];
  expect(refusalOf(["knowlege"])).toEqual({ exit: 2, problems });
});
