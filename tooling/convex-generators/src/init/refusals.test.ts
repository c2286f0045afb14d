import { type GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { expect, test } from "vitest";
import { nameOf } from "./input.ts";
import { planInit } from "./plan.ts";

const input = { name: "acme-desk", title: "Acme Desk", scope: "@acme", holder: "Acme Inc." };

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
  [{ name: "acme", tooling: "git" as "npm" }, ["INIT_TOOLING"]],
])("%j is refused", (given, codes) => {
  const fresh = memoryTree({ "package.json": '{ "name": "groundwork" }' });
  expect(refusalOf(given, fresh)).toEqual([2, ...codes]);
});

test.each([
  ["acme-desk", "acme-desk"],
  ["Acme Desk 2", "acme-desk-2"],
  ["2-fast_", "fast"],
  ["groundwork", undefined],
  ["日本", undefined],
])("a folder %j suggests the name %j", (folder, name) => {
  expect(nameOf(folder)).toBe(name);
});
