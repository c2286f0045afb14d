// Held against the backend's own tests: its imports show which test walks the whole app.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diskTree } from "@groundwork/plop-engine/tree";
import { walkingTests } from "@groundwork/convex-generators/repository/walking-tests";

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
