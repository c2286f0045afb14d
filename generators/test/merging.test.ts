// Two branches of a young project that each add an entity with a page.
import { afterAll, beforeAll, expect, test } from "vitest";
import { layout } from "../lib/layout.ts";
import { Branches, branchNames } from "./branches.ts";
import { committedFiles } from "./notes.ts";

let branches: Branches;

beforeAll(async () => {
  branches = new Branches(committedFiles());
  await branches.start(["account", "document", "location", "shipment", "warehouse"]);
}, 120_000);
afterAll(() => branches.repository.remove());

/** Where each entity has a line. */
const lists: readonly string[] = [
  ...[layout.schema, layout.references, layout.rateLimits, layout.names],
  ...[layout.access, layout.accessTest],
];

// Two that come to stand side by side in a sorted list are one place to git: keep both lines. The longer the
// lists, the rarer that is: see `fifty.test.ts`.
test("most pairs merge, and never meet in more than those lists", async () => {
  const pairs = await branches.mergeEachTwo(branchNames);
  const meeting = pairs.filter((files) => files.length > 0);
  expect(meeting.length / pairs.length).toBeLessThan(1 / 4);
  expect(pairs.flat().filter((path) => !lists.includes(path))).toEqual([]);
}, 240_000);

// Each entity is in the arguments of `names.list`, and so in a line of these that all others change, too.
test("what is written from the code is kept from both sides, for the checks to have it written anew", () => {
  const page = "functions-names.md";
  const written = [layout.apiTypes, layout.snapshot, `${layout.reference}/${page}`];
  const told = branches
    .git("check-attr", "merge", ...written)
    .trim()
    .split("\n");
  expect(told).toEqual(written.map((path) => `${path}: merge: union`));
  expect(branches.git("check-attr", "merge", layout.access)).toContain("unspecified");
});

test("git keeps no tree of routes, which every page changes in several places", () => {
  const tree = "apps/web/src/routeTree.gen.ts";
  expect(branches.git("check-ignore", tree).trim()).toBe(tree);
  expect(branches.git("ls-files", tree)).toBe("");
});
