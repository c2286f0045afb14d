import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { moduleHash } from "./module-hash.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("a module's hash is sha256 over the source and then the source map", () => {
  expect(moduleHash({ source: "const é = 1" })).toBe(sha256("const é = 1"));
  expect(moduleHash({ source: "a", sourceMap: "b" })).toBe(sha256("ab"));
  expect(moduleHash({ source: "a", sourceMap: "" })).toBe(sha256("a"));
});
