// Two branches of a young project that each add an entity with a page.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { layout } from "../repository/layout.ts";
import { refreshPages } from "../repository/pages.ts";
import { Branches, branchNames } from "./branches.ts";
import { type Files, committedFiles, workspace } from "./notes.ts";

let branches: Branches;

beforeAll(async () => {
  branches = new Branches(committedFiles());
  await branches.start(["account", "document", "location", "shipment", "warehouse"]);
}, 120_000);
afterAll(() => branches.repository.remove());

/** Where each entity has a line. */
const lists: readonly string[] = [
  ...[layout.schema, layout.references, layout.rateLimits, layout.names],
  ...[layout.access],
];

// Two that come to stand side by side in a sorted list are one place to git: keep both lines. The longer the
// lists, the rarer that is: see `fifty.test.ts`.
test("most pairs merge, and never meet in more than those lists", async () => {
  const pairs = await branches.mergeEachTwo(branchNames);
  const meeting = pairs.filter((files) => files.length > 0);
  expect(meeting.length / pairs.length).toBeLessThan(1 / 4);
  expect(pairs.flat().filter((path) => !lists.includes(path))).toEqual([]);
}, 240_000);

test("so does what is written from the code, which then is written anew", async () => {
  const whole = new Branches({ ...committedFiles(), ...backendFiles() }, { writesPages: true });
  const { root } = whole.repository;
  try {
    expect(await whole.mergeEachTwo(["customer", "review"])).toEqual([[]]);
    expect(await refreshPages(root)).toMatchObject({ left: [] });
    for (const path of [layout.snapshot, `${layout.reference}/README.md`]) {
      expect(whole.repository.read(path)).toMatch(/customers.*reviews/s);
    }
    // The second time there is nothing to write: it is as the code gives it.
    expect(await refreshPages(root)).toEqual({ changed: [], left: [] });
  } finally {
    whole.repository.remove();
  }
}, 240_000);

/** All that the backend is written from. */
function backendFiles(): Files {
  const folders = ["packages/backend", "packages/validators"];
  const paths = folders
    .flatMap((folder) =>
      readdirSync(join(workspace, folder), { recursive: true, withFileTypes: true }),
    )
    .filter(
      (entry) => entry.isFile() && !/[/\\](node_modules|\.\w+)([/\\]|$)/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(workspace.length + 1));
  return Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(workspace, path), "utf8")]),
  );
}

// Each entity is in the arguments of `names.list`, and so in a line of these that all others change, too.
test("what is written from the code is kept from both sides, for the checks to have it written anew", () => {
  const page = "README.md";
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
