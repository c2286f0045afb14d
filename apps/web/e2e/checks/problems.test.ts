import { expect, test } from "vitest";

import type { Expected, Problem } from "../app/expected-problem.ts";
import { expectedProblems } from "../app/expected-problems.ts";
import { refusalIn, unexpected } from "../app/problems.ts";
import { testNames } from "./coverage.ts";

const refusal: Problem = { kind: "refusal", text: "tasks:move FORBIDDEN" };
const expected: Expected = { ...refusal, in: ["a test"], why: "It may not be moved." };

test("a problem is expected in its test alone, and by all of its text", () => {
  expect(unexpected([refusal], "a test", [expected])).toEqual([]);
  expect(unexpected([refusal], "another test", [expected])).toEqual([
    "refusal: tasks:move FORBIDDEN",
  ]);
  const longer = { ...refusal, text: "tasks:move FORBIDDEN, too" };
  expect(unexpected([longer], "a test", [expected])).toHaveLength(1);
});

test("a refusal is known by its function and its code", () => {
  const line =
    '[CONVEX M(tasks:move)] [Request ID: 1] Server Error\nUncaught ConvexError: {"code":"FORBIDDEN","message":"No."}\n  at handler';
  expect(refusalIn(line)).toBe("tasks:move FORBIDDEN");
  expect(refusalIn(`ConvexError: ${line}`)).toBe("tasks:move FORBIDDEN");
  expect(refusalIn("Uncaught TypeError: x is undefined")).toBeNull();
});

test("each test with an expected problem is there, and each problem has a reason", () => {
  const names = testNames();
  const unknown = expectedProblems.flatMap((each) =>
    each.in.filter((name) => !names.includes(name)),
  );
  expect(unknown).toEqual([]);
  expect(expectedProblems.filter(({ why }) => why.trim() === "")).toEqual([]);
});
