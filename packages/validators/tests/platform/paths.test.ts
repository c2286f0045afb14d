import { expect, test } from "vitest";
import { paths } from "../../src/platform/paths.ts";
import { appPath } from "../../src/appPath.ts";
import { notification } from "../../src/platform/notifications.ts";

const made = Object.entries<(...ids: string[]) => string>(paths).map(
  ([name, path]) => [name, path("10001;teams", "10002;rows")] as const,
);

test.each(made)("%s is a path that a notification takes as its link", (_name, link) => {
  expect(notification.shape.link.safeParse(link).success).toBe(true);
});

test("a value stays one part of the path, whatever it holds", () => {
  expect(appPath`/t/${"../a?b#c"}/x`).toBe("/t/..%2Fa%3Fb%23c/x");
});
