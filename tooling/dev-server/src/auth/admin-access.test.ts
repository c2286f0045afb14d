import { describe, expect, test } from "vitest";
import { requireAdmin } from "./admin-access.ts";

const auth = { isAdminKey: (key: string) => key === "groundwork|abc" };
const check = (header: string | null, bodyKey?: unknown) => () =>
  requireAdmin(auth, header, bodyKey);

describe("the admin key", () => {
  test("opens from the header, with or without an identity, and from the body", () => {
    expect(check("Convex groundwork|abc")).not.toThrow();
    expect(check("Convex groundwork|abc:eyJuYW1lIjoiYSJ9")).not.toThrow();
    expect(check(null, "groundwork|abc")).not.toThrow();
  });

  test.each([
    [null, "BadAdminKey", 401],
    ["Bearer x.y.z", "BadAdminKey", 401],
    ["Convex groundwork|abcd", "BadAdminKey", 401],
    ["Convex groundwork|ab", "BadAdminKey", 401],
    ["Convex ", "BadAdminKey", 401],
    ["Convex happy-animal-123|key", "BadDeployKey", 403],
  ])("%j is refused with %s", (header, code, status) => {
    expect(check(header)).toThrowError(expect.objectContaining({ code, status }));
  });
});
