import { describe, expect, test } from "vitest";
import { type Fragment, GeneratorError } from "../plan.ts";
import { memoryTree } from "../tree.ts";
import { planEdits } from "./plan.ts";

describe("a plan of edits", () => {
  const table: Fragment = { kind: "schemaTable", key: "a", text: "a: 1" };
  const row: Fragment = { kind: "accessRow", key: "a", text: "a: {}" };

  test("leaves out files that have all of it already", () => {
    const tree = memoryTree({
      "schema.ts": 'import { defineSchema } from "convex/server";\ndefineSchema({ a: 1 });\n',
    });
    expect(planEdits(tree, [{ path: "schema.ts", fragments: [table] }])).toEqual([]);
  });

  test("names every file that cannot be edited, with what to write there", () => {
    const tree = memoryTree({ "schema.ts": "export {};\n", "broken.ts": "(" });
    const plan = () =>
      planEdits(tree, [
        { path: "schema.ts", fragments: [table] },
        { path: "access.ts", fragments: [row] },
        { path: "broken.ts", fragments: [row] },
      ]);
    expect(plan).toThrow(GeneratorError);
    try {
      plan();
    } catch (error) {
      const { exit, problems } = error as GeneratorError;
      expect(exit).toBe(4);
      expect(problems.map(({ code, arg, fix }) => [code, arg, fix])).toEqual([
        ["SHAPE_UNSUPPORTED", "schema.ts", "a: 1"],
        ["FILE_MISSING", "access.ts", "a: {}"],
        ["SYNTAX_ERROR", "broken.ts", "Fix line 1 and run the command again."],
      ]);
    }
  });
});
