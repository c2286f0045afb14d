import { convexToJson, jsonToConvex } from "convex/values";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../kernel/database-types.ts";
import { parseLosslessJson, printLosslessJson } from "./lossless-json.ts";

const parse = (text: string) => jsonToConvex(parseLosslessJson(text) as never);
const print = (value: unknown) => printLosslessJson(convexToJson(value as never) as JsonValue);

describe("lossless JSON", () => {
  test.each([
    ["1", 1n],
    ["1.0", 1],
    ["-0", 0n],
    ["-0.0", -0],
    ["0.0", 0],
    ["1e3", 1000],
    ["1e+21", 1e21],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9007199254740993", 9007199254740993n],
    ['{"a":[1,1.0,"2"]}', { a: [1n, 1, "2"] }],
    ['"12 \\" 13 \\\\"', '12 " 13 \\'],
    ["null", null],
  ])("%s is read as its type says", (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test.each([
    1n,
    1,
    -0,
    0,
    0.1,
    1e21,
    1e-7,
    -5e-324,
    Number.MAX_VALUE,
    NaN,
    Infinity,
    -Infinity,
    -9223372036854775808n,
    "1",
    '\u2028 \ud83d\ude00 "quoted" \\',
    true,
    null,
    { a: 1n, b: { c: [1, 2n, -0] }, d: "3" },
  ])("%o survives print and parse", (value) => {
    const read = parse(print(value));
    expect(read).toEqual(value);
    expect(typeof read).toBe(typeof value);
  });

  test("bytes survive", () => {
    expect(parse(print(new Uint8Array([0, 1, 255]).buffer))).toEqual(
      new Uint8Array([0, 1, 255]).buffer,
    );
  });

  test("a finite float is printed with a point or an exponent, an integer bare", () => {
    expect(print([1, -0, 1e21, 7n])).toBe("[1.0,-0.0,1e+21,7]");
  });

  test.each(["01", "1-2", "+1", "1.", ".5", "[1 2]", "{1:2}", '"a', "1e"])(
    "%s is refused",
    (text) => {
      expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
    },
  );

  test("an integer beyond 64 bits is refused", () => {
    expect(() => parseLosslessJson("9223372036854775808")).toThrow(RangeError);
  });

  test("a string of a megabyte, full of escapes and digits, is read", () => {
    const long = '1\\"\n'.repeat(250_000);
    expect(parse(print(long))).toBe(long);
  });
});
