import { describe, expect, test } from "vitest";
import { auditEvent, auditLimits } from "../../src/platform/auditEvents.ts";

const event = {
  action: "users.update",
  table: "users",
  rowId: "a1",
  details: [{ field: "role", from: "member", to: "admin" }],
  requestId: "r1",
};
const accepts = (changes: object) => auditEvent.safeParse({ ...event, ...changes }).success;

test("an event with an actor and one without are taken as they are", () => {
  expect(auditEvent.parse(event)).toEqual(event);
  expect(accepts({ actorId: "u1", network: "0123456789abcdef" })).toBe(true);
});

describe("an action", () => {
  test.each([
    ["users.update", true],
    ["update", false],
    ["users update", false],
    ["", false],
    [`users.${"x".repeat(auditLimits.action.max)}`, false],
  ])("%s: %s", (action, accepted) => {
    expect(accepts({ action })).toBe(accepted);
  });
});

describe("details", () => {
  test("have an end, and so do their texts", () => {
    const { max } = auditLimits.details;
    const details = (count: number) => Array.from({ length: count }, () => ({ field: "role" }));
    expect(accepts({ details: details(max) })).toBe(true);
    expect(accepts({ details: details(max + 1) })).toBe(false);
    const text = (length: number) => [{ field: "role", to: "x".repeat(length) }];
    expect(accepts({ details: text(auditLimits.text.max) })).toBe(true);
    expect(accepts({ details: text(auditLimits.text.max + 1) })).toBe(false);
  });

  test("hold single values only", () => {
    expect(accepts({ details: [{ field: "role", to: null }] })).toBe(true);
    expect(accepts({ details: [{ field: "role", to: { name: "admin" } }] })).toBe(false);
  });
});
