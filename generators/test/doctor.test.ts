import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { diagnose } from "@groundwork/plop-engine/run/doctor";
import { layout } from "../repository/layout.ts";
import { memoryTree } from "@groundwork/plop-engine/tree";

const repository = join(import.meta.dirname, "../..");
const paths = [
  layout.schema,
  layout.access,
  layout.references,
  layout.rateLimits,
  layout.names,
  layout.errors,
  layout.flows,
  layout.apiTypes,
];
const real = Object.fromEntries(
  paths.map((path) => [path, readFileSync(join(repository, path), "utf8")]),
);

let copy: ReturnType<typeof scratch>;

beforeEach(() => {
  copy = scratch({ ...real, ".gitignore": ".groundwork/\n", "generators/a.ts": "" });
});
afterEach(() => copy.remove());

const problems = () =>
  diagnose(copy.root, copy.tree).flatMap(({ what, problems }) =>
    problems.map(({ code, arg }) => ({ what, code, arg })),
  );

test("all is well with the files of this repository", () => {
  copy.commit();
  expect(problems()).toEqual([]);
});

describe("what is wrong is told with its place:", () => {
  test.each(paths)("%s is missing", (path) => {
    const { [path]: _gone, ...rest } = real;
    const found = diagnose(copy.root, memoryTree(rest)).flatMap(({ problems }) => problems);
    expect(found.length).toBeGreaterThan(0);
    for (const problem of found) {
      expect(problem).toMatchObject({ code: "FILE_MISSING", arg: path });
    }
  });

  test.each(paths)("%s has nothing that we know", (path) => {
    const found = diagnose(copy.root, memoryTree({ ...real, [path]: "export {};\n" }));
    const wrong = found.filter(({ problems }) => problems.length > 0);
    expect(wrong.length).toBeGreaterThan(0);
    for (const { what, problems } of wrong) {
      expect(what).toContain(path);
      expect(problems).toEqual([expect.objectContaining({ code: "SHAPE_UNSUPPORTED", arg: path })]);
    }
  });
});

test("functions that are not written yet are listed, with their place, and are no problem", () => {
  const path = "packages/backend/convex/admin/reports.ts";
  const text = `export const total = query({ handler: async () => { throw notImplemented("admin/reports.total"); } });`;
  copy.write(path, text);
  // What makes the error, and what tests say of it, are none.
  copy.write(layout.backendModule("errors"), 'export const notImplemented = (name) => error("x");');
  copy.write(layout.backendTest("reports"), 'notImplemented("a.b")');
  expect(problems()).toEqual([]);
  const [found] = diagnose(copy.root, copy.tree).filter(({ what }) => what.includes("to write"));
  expect(found).toMatchObject({ what: "functions to write", problems: [] });
  expect(found!.notes).toEqual([`admin/reports.total throws NOT_IMPLEMENTED: ${path}`]);
});
