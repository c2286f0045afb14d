import { describe, expect, test } from "vitest";
import { isSameCode } from "./same-code.ts";

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
    ["with or without brackets around one argument", "f((a) => a)", "f(a => a)"],
    ["with or without brackets around an element", "a = (\n  <p>b</p>\n)", "a = <p>b</p>"],
    ["with a mark where a line starts with a bracket", "a();\n[b].c();", "a()\n;[b].c()"],
    ["with numbers written otherwise", "f(1000, 0.5)", "f(1_000, .5)"],
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
