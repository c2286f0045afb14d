import { memoryTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import { titlesAtRisk, walkingTests } from "./walking-tests.ts";

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
    ['import { appFunctions from "../testing/manifest.ts";', true],
    ["import { broken", false],
    ['import { exampleRow } from "../testing/manifest.ts";', false],
    ['import { type References } from "./references";', false],
    ['import { roles } from "@repo/validators/access";', false],
    ['import { initTest } from "../testing/setup.ts";', false],
  ])("when it says %s: %j", (text, isOne) => {
    const tree = memoryTree({ "packages/backend/tests/a.test.ts": text });
    expect(walkingTests(tree)).toEqual(isOne ? ["tests/a.test.ts"] : []);
  });
});
