// Held against the backend's own tests: its imports show which test walks the whole app.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diskTree, memoryTree } from "@groundwork/plop-engine/tree";
import { titlesAtRisk, walkingTests } from "@groundwork/convex-generators/repository/walking-tests";

const root = join(import.meta.dirname, "../../..");
const backend = join(root, "packages", "backend");

/** What code that goes over all functions, tables, grants, references or files looks like. */
const WALKS =
  /appFunctions\(|functionsOf\((?!probes|\{)|exportedTables\(|pushedFiles\(|Object\.(?:keys|values|entries)(?:<[^(]*>)?\(\s*(?:schema\.tables|accessMatrix|references|nameFields)\b/;

const isTest = (name: string) => name.endsWith(".test.ts") && !name.includes("node_modules");
const walking = walkingTests(diskTree(root));

test("the rules over the whole app are among them", () => {
  expect(walking).toEqual(
    expect.arrayContaining([
      "flows/rules.test.ts",
      "lint/source.test.ts",
      "tests/accounts/accounts.test.ts",
      ...["access", "bounds", "limits", "manifest"].map((name) => `tests/lib/${name}.test.ts`),
    ]),
  );
});

test("every test of the backend whose code goes over all of something is among them", () => {
  const folders = ["tests", "flows", "lint", "reference", "snapshot", "retrieval", "scripts"];
  const tests = folders.flatMap((folder) =>
    readdirSync(join(backend, folder), { recursive: true, encoding: "utf8" })
      .filter(isTest)
      .map((name) => join(folder, name)),
  );
  const walkers = tests.filter((path) => WALKS.test(readFileSync(join(backend, path), "utf8")));
  expect(walkers.length).toBeGreaterThan(5);
  expect(walkers.filter((path) => !walking.includes(path))).toEqual([]);
});

test("not every test is one: the checks stay quick", () => {
  expect(walking).not.toContain("tests/notes.test.ts");
  expect(walking.length).toBeLessThan(20);
});

describe("a test of one function", () => {
  const convex = "packages/backend/convex";
  const tree = memoryTree({
    [`${convex}/notes.ts`]: "",
    [`${convex}/tasks.ts`]: "",
    [`${convex}/admin/notes.ts`]: "",
    [`${convex}/lib/rows.ts`]: "",
  });
  const file = (path: string, after: string, before: string | null = null) => ({
    ...{ path: `packages/${path}`, before, after, fragments: [] },
  });
  const isRun = (title: string, files: ReturnType<typeof file>[]) => {
    const titles = titlesAtRisk(files, tree);
    return titles === null || new RegExp(titles).test(title);
  };
  const table = file("backend/convex/tables/tickets.ts", 'noteId: { to: "notes" }');

  test.each<[string, boolean, ReturnType<typeof file>[]]>([
    ["tickets:list is refused to nobody", true, [table]],
    ["every table has an index", true, [table]],
    ["notes:remove is refused to nobody", true, [table]],
    ["tasks:remove is refused to nobody", false, [table]],
    ["a limit admin/notes:sweep counts", false, [table]],
    ["notes:list is refused to nobody", true, [file("backend/convex/notes.ts", "b", "a")]],
    ["tasks:list is refused to nobody", false, [file("backend/convex/notes.ts", "b", "a")]],
    ["tasks:list is refused to nobody", false, [file("backend/convex/schema.ts", "b", "a")]],
    ["tasks:list is refused to nobody", true, [file("backend/convex/lib/rows.ts", "b", "a")]],
    ["tasks:list is refused to nobody", true, [file("validators/src/fields.ts", "b", "a")]],
  ])("%s: %s", (title, expected, files) => {
    expect(isRun(title, files)).toBe(expected);
  });
});

describe("a test walks", () => {
  test.each([
    ['import { appFunctions, call } from "../testing/manifest.ts";', true],
    ['import { functionsOf } from "../reference/app-functions.ts";', true],
    ['import schema from "./schema";', true],
    ['import * as matrix from "../testing/matrix.ts";', true],
    ['import { callsOf } from "../testing/matrix.ts";', true],
    ['import { type References, references } from "./references";', true],
    ["import { broken", true],
    ['import { exampleRow } from "../testing/manifest.ts";', false],
    ['import { type References } from "./references";', false],
    ['import { roles } from "@repo/validators/access";', false],
    ['import { initTest } from "../testing/setup.ts";', false],
  ])("when it says %s: %j", (text, isOne) => {
    const tree = memoryTree({ "packages/backend/tests/a.test.ts": text });
    expect(walkingTests(tree)).toEqual(isOne ? ["tests/a.test.ts"] : []);
  });
});
