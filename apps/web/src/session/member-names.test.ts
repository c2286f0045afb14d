import { expect, test } from "vitest";

import { memberNames } from "./member-names.ts";

test("people are sorted by name, and those with the same name are distinguished", () => {
  const person = (userId: string, name: string) => ({ userId, name, email: `${userId}@x.org` });
  const names = memberNames([person("z", "Bea"), person("b", "Ann"), person("a", "Ann")]);
  expect([...names]).toEqual([
    ["a", "Ann (a@x.org)"],
    ["b", "Ann (b@x.org)"],
    ["z", "Bea"],
  ]);
});
