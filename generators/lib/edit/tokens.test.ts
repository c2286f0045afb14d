import { describe, expect, test } from "vitest";
import { parseModule } from "./source.ts";
import { isSameCode, missingToken, tokensOf } from "./tokens.ts";

const words = (text: string) => tokensOf(parseModule("a.tsx", text));
const isSame = (one: string, other: string) => isSameCode(one, other, (text) => text);

describe("code is the same", () => {
  test.each([
    ["broken into other lines", "f({ a: 1, b });", "f({\n  a: 1,\n  b,\n});\n"],
    ["with other quotes", "f('a', \"b c\")", "f(\"a\", 'b c')"],
    ["with quotes around a name, or none", 'x = { "a": 1 }', "x = { a: 1 }"],
    ["with or without semicolons", "a();\nb();", "a()\nb()"],
    [
      "with remarks set in otherwise",
      "/* a\n b */ f();",
      "/*\n * a b */\nf();".replace("* a", "a"),
    ],
    ["with JSX set in otherwise", "a = <p>\n  b  c\n</p>", "a = <p>b c</p>"],
    ["with other line ends in templates", "a = `b\r\nc`", "a = `b\nc`"],
  ])("%s", (_how, one, other) => {
    expect(isSame(one, other)).toBe(true);
  });
});

describe("code is not the same", () => {
  test.each([
    ["by a name", "a.b", "a.c"],
    ["by a text", 'f("a b")', 'f("a  b")'],
    ["by a text that looks like a mark", 'f(",", ";")', 'f(";", ",")'],
    ["by a number", "f(1)", "f(1n)"],
    ["by a pattern", "/a/g", "/a/"],
    ["by a template", "`a${b}`", "`a ${b}`"],
    ["by a remark", "a; // b", "a; // c"],
    ["by the kind of a remark", "a; // b", "a; /* b */"],
    ["by a text in JSX", "a = <p>b</p>", "a = <p>c</p>"],
    ["by order", "f(a, b)", "f(b, a)"],
    ["by a hole in an array", "[, a]", "[a]"],
    ["because it is none", "f(", "f("],
  ])("%s", (_how, one, other) => {
    expect(isSame(one, other)).toBe(false);
  });
});

test("what a text, a pattern or a remark holds is one word", () => {
  expect(words('f("a, b", /[,]/, `c, ${d}`) // e, f')).toEqual([
    "f",
    "(",
    '"a, b"',
    ",",
    "/[,]/",
    ",",
    "`c, ${",
    "d",
    "}`",
    ")",
    "//e, f",
  ]);
});

test("words of any script are whole", () => {
  expect(words("const größe = naïve + 変数 + \\u0061;")).toContain("変数");
});

test("a missing word is told, others between do not matter", () => {
  expect(missingToken(["a", "x", "b"], ["a", "b"])).toBeNull();
  expect(missingToken(["a", "b"], ["b", "a"])).toBe("a");
  expect(missingToken([], [])).toBeNull();
});
