import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../kernel/database-types.ts";
import { canonicalDocument, canonicalValue, fieldOf, resolveCommitTs } from "./value.ts";

describe("stored form", () => {
  test("keys are sorted at every depth", () => {
    const { value } = canonicalDocument({ b: { d: 1, c: 2 }, a: [{ z: 1, y: 2 }] });
    expect(JSON.stringify(value)).toBe('{"a":[{"y":2,"z":1}],"b":{"c":2,"d":1}}');
  });

  test("undefined fields are dropped, also inside objects", () => {
    const { value } = canonicalDocument({
      a: { $undefined: null },
      b: { c: { $undefined: null } },
    });
    expect(value).toEqual({ b: {} });
  });

  test("undefined inside an array is refused", () => {
    expect(() => canonicalValue([{ $undefined: null }])).toThrow("undefined is not a Convex value");
  });

  test("a $float that JSON can write is written as JSON", () => {
    expect(canonicalValue({ $float: "AAAAAAAA8D8=" }).value).toBe(1);
    expect(canonicalValue(-0).value).toEqual({ $float: "AAAAAAAAAIA=" });
  });

  test("a field called __proto__ is kept as a field", () => {
    const document = JSON.parse('{"x":{"__proto__":{"a":1}}}') as JsonValue;
    expect(JSON.stringify(canonicalDocument(document).value)).toBe('{"x":{"__proto__":{"a":1}}}');
  });
});

test("sizes follow the table of the limits", () => {
  const { size } = canonicalValue({
    n: null,
    b: true,
    i: { $integer: "AQAAAAAAAAA=" },
    f: 1.5,
    s: "é",
    y: { $bytes: "AQI=" },
    l: [null, 1],
  });
  const names = 7 * 2;
  expect(size).toBe(2 + names + 1 + 1 + 9 + 9 + (2 + 2) + (2 + 2) + (2 + 1 + 9));
});

describe("what is refused", () => {
  test.each([
    [{ _secret: 1 }, "InvalidDocumentError"],
    [{ a: { $x: 1 } }, "InvalidFieldName"],
    [{ a: { "": 1 } }, "InvalidFieldName"],
    [{ ä: 1 }, "InvalidFieldName"],
    [{ ["a".repeat(1025)]: 1 }, "InvalidFieldName"],
    [{ a: { $integer: "AQ==" } }, "InvalidValue"],
    [{ a: Array.from({ length: 8193 }, () => null) }, "ArrayTooLong"],
    [
      Object.fromEntries(Array.from({ length: 1025 }, (_, i) => [`f${i}`, 1])),
      "TooManyFieldsError",
    ],
    [{ a: "x".repeat(1024 * 1024) }, "ValueTooLargeError"],
    [[1], "InvalidDocumentError"],
  ] as [JsonValue, string][])("document %#", (document, code) => {
    expect(() => canonicalDocument(document)).toThrow(
      expect.objectContaining({ code, status: 400 }),
    );
  });

  test("values nested more than 64 deep", () => {
    let value: JsonValue = 1;
    for (let i = 0; i < 65; i++) value = [value];
    expect(() => canonicalValue(value)).toThrow(
      expect.objectContaining({ code: "TooNestedError" }),
    );
  });
});

test("a field path goes through objects only", () => {
  const document = { a: { b: 1 }, l: [1], i: { $integer: "AQAAAAAAAAA=" } };
  expect(fieldOf(document, "a.b")).toBe(1);
  expect(fieldOf(document, "a.c.d")).toBeUndefined();
  expect(fieldOf(document, "l.0")).toBeUndefined();
  expect(fieldOf(document, "toString")).toBeUndefined();
});

test("commit timestamps are filled in, but not inside strings", () => {
  const text = JSON.stringify({ at: { $commitTs: null }, note: '{"$commitTs":null}' });
  const resolved = JSON.parse(resolveCommitTs(text, 1n)) as JsonValue;
  expect(resolved).toEqual({ at: { $integer: "AQAAAAAAAAA=" }, note: '{"$commitTs":null}' });
});
