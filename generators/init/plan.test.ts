import type { GeneratorError } from "@groundwork/plop-engine/plan";
import { type Tree } from "@groundwork/plop-engine/plan";
import { diskTree, memoryTree } from "@groundwork/plop-engine/tree";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { withoutMentions } from "./mentions.ts";
import { planInit } from "./plan.ts";

const tree = diskTree(resolve(import.meta.dirname, "../.."));
const input = { name: "acme-desk", title: "Acme Desk", scope: "@acme", holder: "Acme Inc." };
const plan = planInit(input, tree);
const textOf = (path: string) =>
  plan.files.find((file) => file.path === path)?.after ?? tree.read(path)!;

/** Every text of the project after the run. */
function textsAfter(): [path: string, text: string][] {
  const removed = new Set(plan.removals?.map(({ path }) => path));
  const walk = (folder: string): string[] =>
    tree.list(folder).flatMap((name) => {
      if (/^(node_modules|dist|\.git|\.groundwork|\.turbo)\/?$/.test(name)) return [];
      return name.endsWith("/") ? walk(folder + name) : [folder + name];
    });
  return walk("")
    .filter((path) => !removed.has(path) && /\.([jt]sx?|json|ya?ml|md|html)$/.test(path))
    .map((path) => [path, textOf(path)]);
}

test("no package, import or page has the scope of the template, or names its decisions", () => {
  const ownSources = /^generators\/init\//;
  const texts = textsAfter().filter(([path]) => !ownSources.test(path));
  expect(texts.length).toBeGreaterThan(500);
  const naming = (text: string) => texts.filter(([, after]) => after.includes(text));
  expect(naming("@repo/").map(([path]) => path)).toEqual([]);
  expect(naming("docs/decisions/0").map(([path]) => path)).toEqual([]);
});

test("the names stand where people and tools read them", () => {
  expect(JSON.parse(textOf("package.json"))).toMatchObject({ name: "acme-desk", version: "0.0.0" });
  expect(JSON.parse(textOf("packages/backend/package.json"))).toMatchObject({
    name: "@acme/backend",
    version: "0.0.0",
  });
  expect(textOf("packages/validators/src/app.ts")).toContain('APP_NAME = "Acme Desk"');
  expect(textOf("LICENSE")).toMatch(/^Copyright \(c\) \d+ Acme Inc\.$/m);
  const headings = [...textOf("README.md").matchAll(/^##? (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(["Acme Desk", "Two commands", "What is inside", "Deploy", "More"]);
  expect(textOf("CHANGELOG.md")).toContain("## 0.0.0");
});

test("the tooling keeps its names and versions", () => {
  const path = "tooling/plop-engine/package.json";
  expect(textOf(path)).toBe(tree.read(path));
});

const refusalOf = (given: Parameters<typeof planInit>[0], at: Tree) => {
  try {
    planInit(given, at);
    return [];
  } catch (error) {
    const { exit, problems } = error as GeneratorError;
    return [exit, ...problems.map(({ code }) => code)];
  }
};

test("a project that has a name of its own is refused", () => {
  const named = memoryTree({ "package.json": '{ "name": "acme-desk" }' });
  expect(refusalOf(input, named)).toEqual([3, "INIT_DONE"]);
});

test.each([
  [{ name: "Acme" }, ["INIT_NAME", "INIT_SCOPE"]],
  [{ name: "groundwork" }, ["INIT_NAME", "INIT_SCOPE"]],
  [{ name: "acme", title: 'A "quoted" title' }, ["INIT_TITLE", "INIT_HOLDER"]],
  [{ name: "acme", scope: "@repo" }, ["INIT_SCOPE"]],
  [{ name: "acme", scope: "acme" }, ["INIT_SCOPE"]],
  [{ name: "acme", holder: "two\nlines" }, ["INIT_HOLDER"]],
])("%j is refused", (given, codes) => {
  const fresh = memoryTree({ "package.json": '{ "name": "groundwork" }' });
  expect(refusalOf(given, fresh)).toEqual([2, ...codes]);
});

test("of a reference to a decision, the smallest whole that makes sense goes", () => {
  const page = [
    "It is kept ([decision](../decisions/0001-a.md)):",
    "- one\n- See `docs/decisions/0002-b.md`.\n- two",
    "First. Why: [decision 3](../decisions/0003-c.md).",
    "One attempt (`docs/decisions/0004-d.md`). More.",
  ];
  expect(withoutMentions(page.join("\n\n"))).toBe(
    ["It is kept:", "- one\n- two", "First.", "One attempt. More."].join("\n\n"),
  );
});
