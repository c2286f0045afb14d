import { expect, test } from "vitest";
import { thread } from "../../src/assistant/threads.ts";

test("a title is one line", () => {
  expect(thread.shape.title.safeParse("Ann\n\nYour account is locked").success).toBe(false);
  expect(thread.shape.title.parse(" Travel ")).toBe("Travel");
});
