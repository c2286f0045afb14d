import { expect, test } from "vitest";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { blockKey, blocksOf, yamlBlockEditor } from "./yaml-blocks.ts";

const workspace = `packages:
  - apps/*
catalog:
  "@a/one": 1.0.0
  # Of users who have not raised theirs.
  earlier: npm:x@1.0.0
  zod: 4.6.7
`;
const lock = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      zod:
        specifier: 'catalog:'
        version: 4.6.7

packages:

  b@1.0.0:
    resolution: {integrity: b}

  d@1.0.0:
    resolution: {integrity: d}
    peerDependencies:
      b: ^1.0.0
`;

const fragment = (text: string, ...path: string[]) => ({
  kind: "yamlBlock",
  key: blockKey(...path),
  text,
});

test.each([
  [
    "a version, above the remark of the next",
    workspace,
    fragment("beta: 2.0.0", "catalog", "beta"),
  ],
  ["the first version", workspace, fragment('"@a/a": 2.0.0', "catalog", "@a/a")],
  ["the last version", workspace, fragment("zzz: 2.0.0", "catalog", "zzz")],
  ["a dependency", lock, fragment("a:\n  specifier: 1", "importers", ".", "dependencies", "a")],
  ["the first package", lock, fragment("a@1.0.0:\n  resolution: {}", "packages", "a@1.0.0")],
  ["the last package", lock, fragment("e@1.0.0:\n  os: [x]", "packages", "e@1.0.0")],
  ["a package between", lock, fragment("c@1.0.0:\n  resolution: {}", "packages", "c@1.0.0")],
])("%s is added in its place and taken out again", (_what, text, added) => {
  expect(yamlBlockEditor.has("x.yaml", text, added)).toBe(false);
  const after = yamlBlockEditor.add("x.yaml", text, added);
  expect(after).toMatchSnapshot();
  expect(yamlBlockEditor.read("x.yaml", after, added)).toBe(added.text);
  expect(yamlBlockEditor.remove("x.yaml", after, added)).toBe(text);
});

test("an entry is found by its keys, with all below it", () => {
  const blocks = blocksOf(lock, [
    ["packages", "*"],
    ["importers", "*", "dependencies", "*"],
  ]);
  expect([...blocks.keys()]).toEqual([
    "packages > b@1.0.0",
    "packages > d@1.0.0",
    "importers > . > dependencies > zod",
  ]);
  expect(blocks.get("packages > d@1.0.0")).toBe(
    "d@1.0.0:\n  resolution: {integrity: d}\n  peerDependencies:\n    b: ^1.0.0",
  );
});

test("a file without the map is refused", () => {
  const add = () =>
    yamlBlockEditor.add("x.yaml", "packages:\n  - a\n", fragment("a: 1", "catalog", "a"));
  expect(add).toThrow(GeneratorError);
  expect(add).toThrow(/x\.yaml: it has no entry catalog/);
});
