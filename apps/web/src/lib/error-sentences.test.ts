import { errorCodes } from "@repo/validators/errors";
import { ConvexError, type Value } from "convex/values";
import { describe, expect, test } from "vitest";

import { errorCode, errorSentence } from "@/lib/error-sentences";

const appError = (data: Record<string, Value>) => new ConvexError({ message: "M.", ...data });

describe("errorSentence", () => {
  test.each(errorCodes)("has a full sentence for %s", (code) => {
    expect(errorSentence(appError({ code }))).toMatch(/^[A-Z].*\.$/);
  });

  test("names the value that was refused", () => {
    const issues = [{ path: "title", message: "Too long." }];
    expect(errorSentence(appError({ code: "INVALID", issues }))).toBe("Too long.");
  });

  test.each([
    [400, "a second"],
    [12_001, "13 seconds"],
    [60_000, "a minute"],
    [61_000, "2 minutes"],
  ])("says how long to wait after %d ms", (retryAfter, wait) => {
    expect(errorSentence(appError({ code: "RATE_LIMITED", retryAfter }))).toContain(`in ${wait}.`);
  });

  test("gives away nothing of an error that is not ours", () => {
    expect(errorSentence(new Error("secret"))).not.toContain("secret");
    expect(errorCode(new Error("secret"))).toBeNull();
  });
});
