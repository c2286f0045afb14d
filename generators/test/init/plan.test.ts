import { type Plan } from "@groundwork/plop-engine/plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { diskTree } from "@groundwork/plop-engine/tree";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { planInit } from "@groundwork/convex-generators/init/plan";
import { contentsOf, pathsIn } from "@groundwork/convex-generators/packages/project-files";

const tree = diskTree(resolve(import.meta.dirname, "../../.."));
const input = { name: "acme-desk", title: "Acme Desk", scope: "@acme", holder: "Acme Inc." };

/** Every text of the project after a run. */
function textsAfter({ files, removals = [] }: Plan): Map<string, string> {
  const removed = new Set(removals.map(({ path }) => path));
  const planned = new Map(files.map(({ path, after }) => [path, after]));
  const kept = pathsIn(tree).filter((path) => !removed.has(path) && path !== "pnpm-lock.yaml");
  return new Map(
    kept.flatMap((path) => {
      const { contents, encoding } = contentsOf(tree, path);
      return encoding === undefined ? [[path, planned.get(path) ?? contents]] : [];
    }),
  );
}

const packagedPlan = planInit(input, tree);
const packaged = textsAfter(packagedPlan);
const sourcePlan = planInit({ ...input, tooling: "source" }, tree);
const withSource = textsAfter(sourcePlan);

/** Where a text stands, as `path: line`. */
const linesWith = (texts: Map<string, string>, pattern: RegExp) =>
  [...texts].flatMap(([path, text]) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );

describe.each([
  ["with the tooling as packages", packagedPlan, packaged],
  ["with the tooling as source", sourcePlan, withSource],
])("a project %s", (_, plan, texts) => {
  test("has the scope of the template nowhere, and names none of its decisions", () => {
    expect(texts.size).toBeGreaterThan(500);
    expect(linesWith(texts, /@repo\b|decisions\/0/)).toEqual([]);
  });

  test("has its names where people and tools read them", () => {
    const json = (path: string) => JSON.parse(texts.get(path)!) as object;
    expect(json("package.json")).toMatchObject({ name: "acme-desk", version: "0.0.0" });
    expect(json("packages/backend/package.json")).toMatchObject({
      name: "@acme/backend",
      version: "0.0.0",
    });
    expect(texts.get("packages/validators/src/app.ts")).toContain('APP_NAME = "Acme Desk"');
    expect(texts.get("LICENSE")).toMatch(/^Copyright \(c\) \d+ Acme Inc\.$/m);
    expect(texts.get("CHANGELOG.md")).toMatch(/^## 0\.0\.0 /m);
    expect(texts.get("packages/backend/CHANGES.md")).toMatch(/^## 0\.0\.0$/m);
    expect(texts.get("packages/backend/CHANGES.md")).not.toContain("0.1.0");
    expect(texts.get("SECURITY.md")).toMatch(/^Report it privately to Acme Inc\./m);
    expect(texts.get("CONTRIBUTING.md")).toMatch(/^ +pnpm --filter @acme\/backend codegen$/m);
    const headings = texts.get("README.md")!.matchAll(/^##? (.*)$/gm);
    expect([...headings].map(([, heading]) => heading)).toEqual([
      "Acme Desk",
      "Two commands",
      "What is inside",
      "Deploy",
      "More",
    ]);
  });

  test("is one that the engine would write", () => {
    expect(verifyPlan(plan, []).length).toBe(plan.files.length);
  });

  test("has no generator that runs once, and is still a project of generators", () => {
    const named = linesWith(
      texts,
      /\binit(Command|Generator)\b|askInit|INIT_(NAME|DONE)|plop init/,
    );
    expect(named.filter((line) => !line.startsWith("tooling/"))).toEqual([]);
    expect(texts.get("generators/project.ts")).not.toMatch(/\binit\b/);
    expect(texts.get("generators/project.ts")).toMatch(
      /^const generators = \[\s*(\/\/.*\s*)?entity,/m,
    );
  });
});

test("the template is named only where its tools are", () => {
  const ofTools =
    /@groundwork\/(\*|(convex-generators|dev|dev-server|plop-engine)\b)|groundwork-(?:convex-generators|dev|dev-server|plop-engine)\b|\.groundwork\b/g;
  const named = linesWith(packaged, /groundwork/i).filter((line) =>
    /groundwork/i.test(line.replaceAll(ofTools, "")),
  );
  expect(named).toEqual([
    "README.md: Started from Groundwork 0.1.0, a template for apps on [Convex](https://convex.dev).",
  ]);
});

test("commands that raise versions leave packed packages alone", () => {
  const { scripts } = JSON.parse(packaged.get("package.json")!) as {
    scripts: Record<string, string>;
  };
  expect(scripts["update:all"]).toMatch(/ '!@groundwork\/\*'$/);
  expect(scripts["imports"]).toMatch(/ apps packages generators docs \| /);
});

test("the map in the README has the packed tooling in place of its sources", () => {
  expect(packaged.get("README.md")).toMatch(/^generators\/.*\nvendor\/.*\ndocs\/ /m);
  expect(withSource.get("README.md")).toMatch(/^generators\/.*\ntooling\/ /m);
});

test("nothing leads into the folder of the tooling once that is a package", () => {
  expect(linesWith(packaged, /tooling\//)).toEqual([]);
  expect([...packaged.keys()].filter((path) => path.startsWith("tooling/"))).toEqual([]);
});

test("no file names one that is left out", () => {
  const { removals = [] } = packagedPlan;
  const names = removals.map(({ path }) => path).filter((path) => !path.startsWith("tooling/"));
  const naming = [...packaged].flatMap(([path, text]) =>
    names.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`),
  );
  expect(naming).toEqual([]);
  expect(linesWith(packaged, /lint\/fixtures/)).toEqual([]);
});

test("the tooling as source keeps its names and versions", () => {
  const path = "tooling/plop-engine/package.json";
  expect(withSource.get(path)).toBe(tree.read(path));
  expect(withSource.get("pnpm-workspace.yaml")).toBe(tree.read("pnpm-workspace.yaml"));
});

test("the catalog has what the packages of the project take from it, and nothing else", () => {
  const manifests = [...packaged].filter(([path]) => /(^|\/)package\.json$/.test(path));
  const uses = manifests.flatMap(([, text]) => [...text.matchAll(/"([^"]+)": "catalog:"/g)]);
  const [, catalog] = packaged.get("pnpm-workspace.yaml")!.split("\ncatalog:\n");
  const entries = catalog!.matchAll(/^ {2}"?([^"#]+?)"?: /gm);
  expect([...entries].map(([, name]) => name).sort()).toEqual(
    [...new Set(uses.map(([, name]) => name))].sort(),
  );
});

test.each([
  ["vendor", /^ {2}"@groundwork\/dev-server": file:vendor\/groundwork-dev-server-[\d.]+\.tgz$/m],
  ["npm", /^catalog:\n(?: {2}"@groundwork\/[\w-]+": [\d.]+\n){4}/m],
] as const)("with --tooling %s, pnpm knows where the tooling comes from", (tooling, expected) => {
  const texts = textsAfter(planInit({ ...input, tooling }, tree));
  expect(texts.get("pnpm-workspace.yaml")).toMatch(expected);
  expect(texts.get("pnpm-workspace.yaml")!.includes("overrides:")).toBe(tooling === "vendor");
});

test("a feature that is left out is removed, and what follows from the code is written again", () => {
  const plan = planInit({ ...input, without: ["demo"] }, tree);
  const texts = textsAfter(plan);
  expect([...texts.keys()].filter((path) => path.includes("model/demo/"))).toEqual([]);
  expect([...packaged.keys()].filter((path) => path.includes("model/demo/"))).not.toEqual([]);
  expect(plan.next).toEqual([
    "pnpm install",
    ...["codegen", "reference", "snapshot"].map(
      (script) => `pnpm --filter @acme/backend ${script}`,
    ),
    "pnpm check",
  ]);
});
