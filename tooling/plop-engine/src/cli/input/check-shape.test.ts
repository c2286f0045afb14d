import { describe, expect, test } from "vitest";
import type { Shape } from "../../shape.ts";
import { checkShape } from "./check-shape.ts";

const text: Shape = { type: "string", description: "a text" };
const shape: Shape = {
  type: "object",
  description: "an input",
  properties: {
    name: text,
    kind: { type: "string", description: "which", enum: ["query", "mutation"] },
    tags: { type: "array", description: "texts", items: text },
    deep: {
      type: "object",
      description: "by role",
      properties: {},
      additionalProperties: { type: "boolean", description: "whether" },
    },
  },
  required: ["name"],
  additionalProperties: false,
};

test("a value that fits has no problems", () => {
  const value = { name: "x", kind: "query", tags: ["a"], deep: { member: true } };
  expect(checkShape(shape, value)).toEqual([]);
});

describe("a mismatch is reported with its path", () => {
  test.each<[unknown, object]>([
    [[], { code: "INPUT_TYPE", message: "The input is an array; expected an object." }],
    [null, { code: "INPUT_TYPE" }],
    ["x", { code: "INPUT_TYPE" }],
    [{}, { code: "INPUT_KEY_MISSING", arg: "name" }],
    [{ name: 1 }, { code: "INPUT_TYPE", arg: "name" }],
    [
      { name: "x", tags: ["a", 1] },
      { code: "INPUT_TYPE", arg: "tags[1]" },
    ],
    [
      { name: "x", deep: { member: "y" } },
      { code: "INPUT_TYPE", arg: "deep.member" },
    ],
    [
      { name: "x", kind: "mutaton" },
      { code: "INPUT_TYPE", arg: "kind", fix: "mutation" },
    ],
    [
      { name: "x", tag: [] },
      { code: "INPUT_KEY_UNKNOWN", arg: "tag", fix: "tags" },
    ],
    [JSON.parse('{"name":"x","__proto__":1}'), { code: "INPUT_KEY_UNKNOWN", arg: "__proto__" }],
    [
      { name: "x", constructor: 1 },
      { code: "INPUT_KEY_UNKNOWN", arg: "constructor" },
    ],
  ])("%j", (value, problem) => {
    expect(checkShape(shape, value)).toMatchObject([problem]);
  });

  test("and all of them at once", () => {
    expect(checkShape(shape, { kind: "x", nam: 1 }).map(({ code }) => code)).toEqual([
      "INPUT_TYPE",
      "INPUT_KEY_UNKNOWN",
      "INPUT_KEY_MISSING",
    ]);
  });
});
