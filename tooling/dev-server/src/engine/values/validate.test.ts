import { v, type Validator } from "convex/values";
import { describe, expect, test } from "vitest";
import type { JsonValue, TableResolver, ValidatorJson } from "../../kernel/database-types.ts";
import { encodeId } from "./ids.ts";
import { validateValue } from "./validate.ts";
import { float64Json, int64Json } from "./value.ts";

const NUMBERS: Record<string, number> = { users: 10_001, notes: 10_002, _storage: 1 };
const tables: TableResolver = {
  numberOf: (name) => NUMBERS[name] ?? null,
  nameOf: (number) => Object.keys(NUMBERS).find((name) => NUMBERS[name] === number) ?? null,
};
const bytes = new Uint8Array(16);
const user = encodeId(10_001, bytes);
const note = encodeId(10_002, bytes);

function problem(
  validator: Validator<unknown, "required" | "optional", string>,
  value: JsonValue,
): string | null {
  const { json } = validator as unknown as { json: ValidatorJson };
  return validateValue(json, value, tables);
}

describe("what matches", () => {
  test.each([
    [v.null(), null],
    [v.boolean(), false],
    [v.number(), 1.5],
    [v.number(), float64Json(Number.NaN)],
    [v.int64(), int64Json(5n)],
    [v.int64(), { $commitTs: null }],
    [v.string(), ""],
    [v.bytes(), { $bytes: "AQI=" }],
    [v.any(), { a: [int64Json(1n)] }],
    [v.literal("a"), "a"],
    [v.id("users"), user],
    [v.id("_storage"), encodeId(1, bytes)],
    [v.array(v.string()), ["a", "b"]],
    [v.record(v.string(), v.number()), { a: 1 }],
    [v.record(v.id("users"), v.number()), { [user]: 1 }],
    [v.union(v.string(), v.null()), null],
    [v.object({ a: v.optional(v.string()), b: v.number() }), { b: 1 }],
    [v.object({ a: v.optional(v.string()) }), { a: { $undefined: null } }],
  ] as [Validator<unknown, "required", string>, JsonValue][])("%#", (validator, value) => {
    expect(problem(validator, value)).toBeNull();
  });

  test("an int64 literal", () => {
    const literal: ValidatorJson = { type: "literal", value: int64Json(3n) };
    expect(validateValue(literal, int64Json(3n), tables)).toBeNull();
    expect(validateValue(literal, 3, tables)).toContain("`3.0` does not match literal validator");
  });
});

describe("messages", () => {
  test.each([
    [v.string(), 1, "Value does not match validator.\n\nValue: 1.0\nValidator: v.string()"],
    [
      v.number(),
      int64Json(1n),
      "Value does not match validator.\n\nValue: 1\nValidator: v.float64()",
    ],
    [v.int64(), 1.25, "Value does not match validator.\n\nValue: 1.25\nValidator: v.int64()"],
    [v.boolean(), null, "Value does not match validator.\n\nValue: null\nValidator: v.boolean()"],
    [v.literal("a"), "b", '`"b"` does not match literal validator `v.literal("a")`.'],
    [
      v.id("users"),
      "abc",
      'Value does not match validator.\n\nValue: "abc"\nValidator: v.id("users")',
    ],
    [
      v.union(v.string(), v.literal(2)),
      true,
      "Value does not match validator.\n\nValue: true\nValidator: v.union(v.string(), v.literal(2.0))",
    ],
    [
      v.object({ a: v.object({ b: v.array(v.string()) }) }),
      { a: { b: ["x", 2] } },
      "Value does not match validator.\nPath: .a.b[1]\nValue: 2.0\nValidator: v.string()",
    ],
    [
      v.object({ name: v.string(), age: v.optional(v.number()) }),
      { age: 3 },
      "Object is missing the required field `name`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {age: 3.0}\nValidator: v.object({age: v.optional(v.float64()), name: v.string()})",
    ],
    [
      v.object({ a: v.object({}) }),
      { a: { extra: "x" } },
      'Object contains extra field `extra` that is not in the validator.\nPath: .a\nObject: {extra: "x"}\nValidator: v.object({})',
    ],
    [
      v.record(v.string(), v.number()),
      { a: "x" },
      'Value does not match validator.\nPath: .a\nValue: "x"\nValidator: v.float64()',
    ],
  ] as [Validator<unknown, "required", string>, JsonValue, string][])(
    "%#",
    (validator, value, message) => {
      expect(problem(validator, value)).toBe(message);
    },
  );

  test("an id of another table names both tables", () => {
    expect(problem(v.id("users"), note)).toBe(
      `Found ID "${note}" from table \`notes\`, which does not match the table name in validator \`v.id("users")\`.`,
    );
    expect(problem(v.id("users"), encodeId(1, bytes))).toContain("from a system table");
    expect(problem(v.id("users"), encodeId(20_000, bytes))).toContain(
      "Value does not match validator.",
    );
  });

  test("values and validators are shown as Convex shows them", () => {
    const value = {
      "odd key": [float64Json(Number.NaN), float64Json(-0), 1e21, int64Json(-7n)],
      b: { $bytes: "AQI=" },
    };
    expect(problem(v.null(), value)).toContain(
      'Value: {b: b"0102", "odd key": [NaN, -0.0, 1e21, -7]}',
    );
    const all = v.object({
      r: v.record(v.string(), v.any()),
      y: v.bytes(),
      n: v.null(),
      l: v.literal(5n),
      o: v.optional(v.array(v.id("users"))),
    });
    expect(problem(all, null)).toContain(
      'v.object({l: v.literal(<bigint>), n: v.null(), o: v.optional(v.array(v.id("users"))), r: v.record(v.string(), v.any()), y: v.bytes()})',
    );
  });
});
