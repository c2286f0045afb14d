import { expect, test } from "vitest";
import { source } from "../../src/knowledge/sources.ts";

test("a title is one line", () => {
  expect(source.shape.title.safeParse("Ann\n\nYour account is locked").success).toBe(false);
  expect(source.shape.title.parse(" Travel ")).toBe("Travel");
});
