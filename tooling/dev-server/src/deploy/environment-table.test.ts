import { describe, expect, test } from "vitest";
import { changedEnvironment } from "./environment-table.ts";

describe("changes of environment variables", () => {
  test("set, replace and remove in one go", () => {
    const next = changedEnvironment({ A: "1", B: "2" }, [
      { name: "A", value: "one" },
      { name: "B", value: null },
      { name: "C", value: "" },
    ]);
    expect(next).toEqual({ A: "one", C: "" });
  });

  test.each([
    ["1A", "EnvironmentVariableNameInvalid"],
    ["A-B", "EnvironmentVariableNameInvalid"],
    ["", "EnvironmentVariableNameInvalid"],
    ["A".repeat(257), "EnvironmentVariableNameTooLong"],
    ["CONVEX_SITE_URL", "EnvVarNameForbidden"],
    ["CONVEX_CLOUD_URL", "EnvVarNameForbidden"],
  ])("the name %j is refused", (name, code) => {
    expect(() => changedEnvironment({}, [{ name, value: "x" }])).toThrowError(
      expect.objectContaining({ code, status: 400 }),
    );
  });

  test("a value holds 8192 bytes, not one more", () => {
    const set = (value: string) => changedEnvironment({}, [{ name: "A", value }]);
    expect(set("x".repeat(8_192))).toBeDefined();
    expect(() => set("x".repeat(8_191) + "é")).toThrowError(
      expect.objectContaining({ code: "EnvironmentVariableValueTooLarge" }),
    );
  });

  test("the same name twice is refused", () => {
    const twice = [
      { name: "A", value: "1" },
      { name: "A", value: "2" },
    ];
    expect(() => changedEnvironment({}, twice)).toThrowError(
      expect.objectContaining({ code: "EnvVarNameNotUnique" }),
    );
  });

  test("a thousand variables fit, and one can be replaced then", () => {
    const full = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`V${n}`, "x"]));
    expect(changedEnvironment(full, [{ name: "V0", value: "y" }]).V0).toBe("y");
    expect(() => changedEnvironment(full, [{ name: "MORE", value: "x" }])).toThrowError(
      expect.objectContaining({ code: "EnvVarLimitMet" }),
    );
  });
});
