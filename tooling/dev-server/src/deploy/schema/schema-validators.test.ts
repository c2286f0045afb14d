// Every kind of validator that `v` makes must be one that the backend reads, enforces and prints.

import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { encodeId } from "../../engine/values/ids.ts";
import { describeValidator } from "../../engine/values/validate-text.ts";
import { validateValue } from "../../engine/values/validate.ts";
import { int64Json } from "../../engine/values/value.ts";
import type { JsonValue, ValidatorJson } from "../../kernel/database-types.ts";
import { isValidatorJson } from "./schema-validators.ts";

const USERS = 10_001;
const tables = {
  numberOf: (name: string) => (name === "users" ? USERS : null),
  nameOf: (number: number) => (number === USERS ? "users" : null),
};
const user = encodeId(USERS, new Uint8Array(16));
const handle = `function://${"0123456789abcdef".repeat(2)}`;
const any: ValidatorJson = { type: "any" };
const text: ValidatorJson = { type: "string" };

interface Sample {
  validator: ValidatorJson;
  accepted: JsonValue[];
  refused: JsonValue[];
}
const SAMPLES: { [Kind in ValidatorJson["type"]]: Sample } = {
  null: { validator: { type: "null" }, accepted: [null], refused: [0, ""] },
  number: { validator: { type: "number" }, accepted: [1.5], refused: [int64Json(1n), "1"] },
  bigint: { validator: { type: "bigint" }, accepted: [int64Json(1n)], refused: [1] },
  boolean: { validator: { type: "boolean" }, accepted: [true], refused: [null, 1] },
  string: { validator: text, accepted: ["", handle], refused: [1] },
  bytes: { validator: { type: "bytes" }, accepted: [{ $bytes: "AQI=" }], refused: ["AQI="] },
  any: { validator: any, accepted: [null, { a: [1] }], refused: [] },
  commitTs: { validator: { type: "commitTs" }, accepted: [int64Json(1n)], refused: [1] },
  literal: { validator: { type: "literal", value: "a" }, accepted: ["a"], refused: ["b"] },
  id: { validator: { type: "id", tableName: "users" }, accepted: [user], refused: ["abc"] },
  array: { validator: { type: "array", value: text }, accepted: [[], ["a"]], refused: [[1], "a"] },
  record: {
    validator: {
      type: "record",
      keys: text,
      values: { fieldType: { type: "number" }, optional: false },
    },
    accepted: [{ a: 1 }],
    refused: [{ a: "1" }, []],
  },
  union: {
    validator: { type: "union", value: [text, { type: "null" }] },
    accepted: ["a", null],
    refused: [1],
  },
  object: {
    validator: { type: "object", value: { a: { fieldType: text, optional: true } } },
    accepted: [{}, { a: "b" }],
    refused: [{ b: "c" }, { a: 1 }],
  },
  function: {
    validator: {
      type: "function",
      fnType: "mutation",
      args: { type: "object", value: { n: { fieldType: { type: "number" }, optional: false } } },
      returns: { type: "null" },
    },
    // The handle of any function: Convex checks the form alone.
    accepted: [handle, `function://${user}`, `function://${user}#jobs:run`],
    refused: ["", "jobs:run", "function://", "function://jobs:run", "http://x", 1, null],
  },
};

describe("a kind of validator", () => {
  test.each(Object.entries(SAMPLES))("%s is read, enforced and printed", (kind, sample) => {
    expect(sample.validator.type).toBe(kind);
    expect(isValidatorJson(sample.validator)).toBe(true);
    const problem = (value: JsonValue) => validateValue(sample.validator, value, tables);
    for (const value of sample.accepted) expect(problem(value), JSON.stringify(value)).toBeNull();
    for (const value of sample.refused) expect(problem(value), JSON.stringify(value)).toBeTruthy();
    expect(describeValidator(sample.validator)).toMatch(/^v\.\w+\(.*\)$/);
  });

  test("that `v` of the installed convex makes is one of them", () => {
    const args: Record<string, unknown[]> = {
      id: ["users"],
      literal: ["a"],
      array: [v.string()],
      object: [{}],
      record: [v.string(), v.string()],
      union: [],
      optional: [v.string()],
      nullable: [v.string()],
    };
    for (const [name, make] of Object.entries(v)) {
      const made = (make as (...of: unknown[]) => unknown)(...(args[name] ?? []));
      const { json } = made as { json: ValidatorJson };
      expect(isValidatorJson(json), `v.${name}()`).toBe(true);
      expect(Object.keys(SAMPLES), `v.${name}()`).toContain(json.type);
    }
  });

  test("that nobody knows is not read and lets nothing through", () => {
    const unknown = { type: "colour" } as unknown as ValidatorJson;
    expect(isValidatorJson(unknown)).toBe(false);
    expect(isValidatorJson({ type: "function", fnType: "colour" })).toBe(false);
    expect(isValidatorJson({ type: "function", args: unknown })).toBe(false);
    expect(validateValue(unknown, "red", tables)).toContain("colour");
  });

  test("is printed with its whole signature", () => {
    expect(describeValidator(SAMPLES.function.validator)).toBe(
      'v.function({fnType: "mutation", args: v.object({n: v.float64()}), returns: v.null()})',
    );
    expect(describeValidator({ type: "function" })).toBe("v.function()");
  });
});
