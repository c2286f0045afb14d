import { expect, test } from "vitest";

import { coversTeam } from "./team-context.ts";

test.each([
  ["own", { owner: true, member: true, stranger: false }],
  ["team", { owner: true, member: true, stranger: false }],
  ["led", { owner: true, member: false, stranger: false }],
  ["all", { owner: true, member: true, stranger: true }],
] as const)("the scope %s covers rows by what one is in their team", (scope, expected) => {
  expect({
    owner: coversTeam(scope, "owner"),
    member: coversTeam(scope, "member"),
    stranger: coversTeam(scope, null),
  }).toEqual(expected);
});
