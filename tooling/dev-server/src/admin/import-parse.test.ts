import { describe, expect, test } from "vitest";
import { parseDocuments, type DocumentFormat } from "./import-parse.ts";

const parse = (text: string, format: DocumentFormat, lossless = false) =>
  parseDocuments(new TextEncoder().encode(text), format, { lossless });
const failure = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const NEGATIVE_ZERO = { $float: "AAAAAAAAAIA=" };
const ONE = { $integer: "AQAAAAAAAAA=" };

describe("CSV", () => {
  test("cells are numbers where they can be read as one", () => {
    expect(parse("a, b ,c\n1,-2.5e3,x\r\n1x,,0x10\n", "csv")).toEqual([
      { a: 1, b: -2500, c: "x" },
      { a: "1x", b: "", c: "0x10" },
    ]);
  });

  test("quoted cells hold commas, quotes and line ends", () => {
    expect(parse('a,b\n"1,2","say ""hi""\r\nthere"\n"",\n', "csv")).toEqual([
      { a: "1,2", b: 'say "hi"\r\nthere' },
      { a: "", b: "" },
    ]);
  });

  test("empty lines are left out, cells beyond the header too", () => {
    expect(parse("a\n\n1,2\n\n", "csv")).toEqual([{ a: 1 }]);
  });

  test.each([
    ["", "CsvMissingHeaders"],
    ["a,\n1,2", "CsvInvalidHeader"],
    ["$a\n1", "CsvInvalidHeader"],
    ["a,b\n1", "CsvRowMissingFields"],
    ['a\n"1', "CsvInvalidRow"],
  ])("%j is refused", (text, code) => {
    expect(() => parse(text, "csv")).toThrow(failure(code));
  });
});

describe("JSON lines", () => {
  test("numbers are floats, tagged values are decoded", () => {
    expect(parse('{"a":1,"b":-0.0,"c":{"$integer":"AQAAAAAAAAA="}}\n\n{}\n', "jsonLines")).toEqual([
      { a: 1, b: NEGATIVE_ZERO, c: ONE },
      {},
    ]);
  });

  test("in the lossless form of an export a bare integer is an int64", () => {
    expect(parse('{"a":1,"b":1.0,"c":-0.0}', "jsonLines", true)).toEqual([
      { a: ONE, b: 1, c: NEGATIVE_ZERO },
    ]);
  });

  test.each([
    ['{"a":1}\n{"a":', "JsonInvalidRow", /line 2/],
    ["[1]", "NotAnObject", /line 1/],
    ["null", "NotAnObject", /line 1/],
    ['{"$a":1}', "InvalidConvexValue", /line 1.*\$a/],
    ['{"_a":1}', "InvalidConvexValue", /_a/],
  ])("%j is refused", (text, code, message) => {
    expect(() => parse(text, "jsonLines")).toThrow(failure(code, message));
  });
});

describe("JSON arrays", () => {
  test("each element is a document", () => {
    expect(parse('[{"a":1},{"a":null}]', "jsonArray")).toEqual([{ a: 1 }, { a: null }]);
  });

  test.each([
    ["{}", "NotJsonArray"],
    ["[1]", "NotAnObject"],
    ["[", "NotJson"],
    [`[${" ".repeat(16 * 1024 * 1024)}]`, "JsonArrayTooLarge"],
  ])("%.10j is refused", (text, code) => {
    expect(() => parse(text, "jsonArray")).toThrow(failure(code));
  });
});

test("text that is not plain UTF-8 is refused", () => {
  expect(() => parseDocuments(new Uint8Array([0xff]), "csv")).toThrow(failure("NotUtf8"));
  expect(() => parse("\ufeffa\n1", "csv")).toThrow(failure("Utf8BomNotSupported"));
});
