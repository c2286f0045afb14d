import { expect, test } from "vitest";
import { dependencyEditor } from "./manifest.ts";
import { lockfileChange } from "./lock.ts";

const entry = (name: string, version: string) =>
  `  ${name}@${version}:\n    resolution: {integrity: ${name}}\n`;
const lock = (...entries: string[]) =>
  `lockfileVersion: '9.0'\n\npackages:\n\n${entries.join("\n")}`;
const before = lock(entry("a", "1.0.0"), entry("c", "1.0.0"));

test("a lockfile that only gets entries is edited, so that others may be added later", () => {
  const after = lock(entry("a", "1.0.0"), entry("b", "1.0.0"), entry("c", "1.0.0"));
  const change = lockfileChange(before, after);
  expect(change.fragments.map(({ key }) => key)).toEqual(["packages > b@1.0.0"]);
  expect(change).toMatchObject({ before, after });
  expect(change.replaces).toBeUndefined();
});

test("one in which more changes is replaced", () => {
  const raised = lock(entry("a", "1.0.1"), entry("b", "1.0.0"), entry("c", "1.0.0"));
  expect(lockfileChange(before, raised)).toMatchObject({ fragments: [], replaces: true });
});

test("a dependency stands in the order of names, and the rest of the manifest stays", () => {
  const manifest = `{\n  "name": "x",\n  "dependencies": {\n    "a": "1",\n    "c": "1"\n  },\n  "type": "module"\n}\n`;
  const added = { kind: "dependency", key: "b", text: '"b": "catalog:"' };
  const after = dependencyEditor.add("package.json", manifest, added);
  expect(after).toBe(manifest.replace('"1",', '"1",\n    "b": "catalog:",'));
  expect(dependencyEditor.read("package.json", after, added)).toBe(added.text);
  expect(dependencyEditor.remove("package.json", after, added)).toBe(manifest);
});
