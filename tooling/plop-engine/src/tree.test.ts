import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Tree } from "./plan.ts";
import { diskTree, memoryTree } from "./tree.ts";

const files = { "a.ts": "\ufeff1\r\n", "b/c.ts": "2", "b/d/e.ts": "3", "bb/f.ts": "" };
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tree-"));
  for (const folder of ["b", "b/d", "bb"]) mkdirSync(join(root, folder));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
});
afterAll(() => rmSync(root, { recursive: true }));

describe.each<[string, () => Tree]>([
  ["on disk", () => diskTree(root)],
  ["in memory", () => memoryTree(files)],
])("a tree %s", (_where, tree) => {
  test("reads texts as they are, and null where there is no file", () => {
    for (const [path, text] of Object.entries(files)) expect(tree().read(path)).toBe(text);
    for (const path of ["x.ts", "a.ts/x", "constructor"]) expect(tree().read(path)).toBeNull();
  });

  test("lists the names in a folder, and none where there is no folder", () => {
    expect(tree().list("")).toEqual(["a.ts", "b/", "bb/"]);
    expect(tree().list("b")).toEqual(["c.ts", "d/"]);
    expect(tree().list("b/")).toEqual(["c.ts", "d/"]);
    expect(tree().list("x")).toEqual([]);
  });
});

test("a file that is not UTF-8 is refused: writing it again would change its bytes", () => {
  writeFileSync(join(root, "latin1.ts"), Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]));
  const read = () => diskTree(root).read("latin1.ts");
  expect(read).toThrow(expect.objectContaining({ exit: 4 }));
  expect(read).toThrow("FILE_NOT_TEXT: latin1.ts is not UTF-8");
  rmSync(join(root, "latin1.ts"));
});
