import { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { errorCodes, isAppError, issuesOf } from "../src/errors.ts";

describe("an error is ours", () => {
  test.each(errorCodes)("with the code %s", (code) => {
    expect(isAppError(new ConvexError({ code, message: "why" }))).toBe(true);
  });

  test("with what belongs to the code", () => {
    const issues = [{ path: "title", message: "too long" }];
    expect(isAppError(new ConvexError({ code: "INVALID", message: "why", issues }))).toBe(true);
    const limited = { code: "RATE_LIMITED", message: "why", retryAfter: 1000 };
    expect(isAppError(new ConvexError(limited))).toBe(true);
    const quota = { table: "files", of: "team", unit: "bytes", used: 9, limit: 9 };
    expect(isAppError(new ConvexError({ code: "QUOTA_EXCEEDED", message: "why", quota }))).toBe(
      true,
    );
  });
});

test.each([
  [new Error("FORBIDDEN")],
  [new ConvexError("FORBIDDEN")],
  [new ConvexError({ code: "FORBIDDEN" })],
  [new ConvexError({ code: "TEAPOT", message: "why" })],
  [new ConvexError({ code: "INVALID", message: "why", issues: "title" })],
  [new ConvexError({ code: "INVALID", message: "why", issues: [{ path: "title" }] })],
  [new ConvexError({ code: "RATE_LIMITED", message: "why", retryAfter: "1 s" })],
  [new ConvexError({ code: "QUOTA_EXCEEDED", message: "why", quota: { table: "files" } })],
  [{ data: { code: "FORBIDDEN", message: "why" } }],
  ["FORBIDDEN"],
  [null],
  [undefined],
])("%o is not ours", (error) => {
  expect(isAppError(error)).toBe(false);
});

test("issues of zod are listed by path", () => {
  const shape = z.object({ title: z.string(), tags: z.array(z.string().max(1)) });
  const { error } = shape.safeParse({ tags: ["a", "bc"] });
  expect(issuesOf(error!)).toEqual([
    { path: "title", message: expect.any(String) },
    { path: "tags.1", message: expect.any(String) },
  ]);
  expect(issuesOf(z.string().safeParse(1).error!)[0]?.path).toBe("");
});
