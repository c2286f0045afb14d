import { describe, expect, test } from "vitest";
import { BackendError } from "../../kernel/errors.ts";
import { pushError, toPushError, withoutPushPrefix } from "./push-error.ts";

const FALLBACK = { code: "InvalidModules", subject: "Failed to analyze a.js" };

describe("errors of a push", () => {
  test("an error with a code keeps it and gets the prefix once", () => {
    const shaped = toPushError(new BackendError("InvalidCron", "never matches"), FALLBACK);
    expect(shaped).toMatchObject({
      code: "InvalidCron",
      status: 400,
      message: "Hit an error while pushing:\nnever matches",
    });
    expect(toPushError(shaped, FALLBACK)).toBe(shaped);
  });

  test("anything else is a failure of the pushed code", () => {
    expect(toPushError(new Error("boom"), FALLBACK)).toMatchObject({
      code: "InvalidModules",
      status: 400,
      message: "Hit an error while pushing:\nFailed to analyze a.js: boom",
    });
  });

  test("a fault of ours is not blamed on the user", () => {
    const fault = new BackendError("Closed", "shutting down", 503);
    expect(toPushError(fault, FALLBACK)).toBe(fault);
  });

  test("outside a push the prefix goes", () => {
    expect(withoutPushPrefix(pushError("X", "what"))).toMatchObject({ code: "X", message: "what" });
  });
});
