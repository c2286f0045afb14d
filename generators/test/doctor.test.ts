// Every place that generators add to is looked at, and what is wrong with one is reported with its file.
import { expect, test } from "vitest";
import { diagnose } from "@groundwork/plop-engine/run/doctor";
import type { Problem } from "@groundwork/plop-engine/plan";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { copyRepository, templateFiles } from "./repository.ts";

const paths = [
  ...[layout.schema, layout.access, layout.references, layout.rateLimits],
  ...[layout.names, layout.errors, layout.flows, layout.apiTypes],
];

/** What is wrong where a file says something else, or is not there. */
function problemsWith(path: string, text: string | null): Problem[] {
  const { [path]: _gone, ...rest } = templateFiles;
  const tree = memoryTree(text === null ? rest : { ...rest, [path]: text });
  return diagnose(".", tree).flatMap(({ problems }) => problems);
}

test("all is well with the files of this repository", () => {
  const copy = copyRepository();
  copy.write("generators/a.ts", "");
  copy.commit();
  expect(diagnose(copy.root, copy.tree).flatMap(({ problems }) => problems)).toEqual([]);
  copy.remove();
});

test.each(paths)("%s that is missing, or has nothing that we know, is reported", (path) => {
  for (const [text, code] of [
    [null, "FILE_MISSING"],
    ["export {};\n", "SHAPE_UNSUPPORTED"],
  ] as const) {
    const found = problemsWith(path, text);
    expect(found.length).toBeGreaterThan(0);
    for (const problem of found) expect(problem).toMatchObject({ code, arg: path });
  }
});

test("functions that are not written yet are listed, with their place, and are no problem", () => {
  const path = `${layout.convex}/admin/reports.ts`;
  const files = {
    ...templateFiles,
    [path]: 'export const total = () => notImplemented("admin/reports.total");',
    // What makes the error, and what tests say of it, are none.
    [layout.backendModule("errors")]: 'export const notImplemented = (name) => error("x");',
    [layout.backendTest("reports")]: 'notImplemented("a.b")',
  };
  const notesOn = (tree: Record<string, string>) =>
    diagnose(".", memoryTree(tree)).flatMap(({ notes }) => notes);
  // A repository may have functions that are not written yet.
  const before = new Set(notesOn(templateFiles));
  expect(notesOn(files).filter((note) => !before.has(note))).toEqual([
    `admin/reports.total throws NOT_IMPLEMENTED: ${path}`,
  ]);
});
