import { expect, test } from "vitest";

import { labelOf } from "./labels";

test.each([
  ["notificationSettings", "Notification settings"],
  ["assigneeId", "Assignee"],
  ["dueAt", "Due"],
  ["teams", "Teams"],
  ["Id", "Id"],
])("%s is called %s", (name, label) => {
  expect(labelOf(name)).toBe(label);
});
