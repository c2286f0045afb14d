import { describe, expect, test } from "vitest";
import {
  notification,
  notificationLimits,
  publicNotification,
} from "../../src/platform/notifications.ts";

const given = { userId: "u1", kind: "taskAssigned", title: "Paint the fence" };
const accepts = (changes: object) => notification.safeParse({ ...given, ...changes }).success;

test("a title has to be there, and ends", () => {
  const { max } = notificationLimits.title;
  expect(accepts({ title: "x".repeat(max) })).toBe(true);
  expect(accepts({ title: "x".repeat(max + 1) })).toBe(false);
  expect(accepts({ title: " " })).toBe(false);
});

describe("a link", () => {
  test.each([
    ["/tasks/1", true],
    ["/", true],
    ["//example.com", false],
    ["/\\example.com", false],
    ["https://example.com", false],
    ["javascript:alert(1)", false],
    [`/${"x".repeat(notificationLimits.link.max)}`, false],
  ])("%s: %s", (link, accepted) => {
    expect(accepts({ link })).toBe(accepted);
  });
});

test("whose it is and when it was mailed stays on the server", () => {
  expect(Object.keys(publicNotification.shape).sort()).toEqual([
    "_creationTime",
    "_id",
    "kind",
    "link",
    "readAt",
    "title",
  ]);
});
