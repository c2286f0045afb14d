import { expect, test } from "vitest";
import { parseModule } from "./source.ts";
import { missingToken, tokensOf } from "./tokens.ts";

const words = (text: string) => tokensOf(parseModule("a.tsx", text));

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

test("a missing word is reported, others between do not matter", () => {
  expect(missingToken(["a", "x", "b"], ["a", "b"])).toBeNull();
  expect(missingToken(["a", "b"], ["b", "a"])).toBe("a");
  expect(missingToken([], [])).toBeNull();
});
