import { expect, test } from "vitest";
import { roles } from "../src/access.ts";
import { demoAccounts } from "../src/demo.ts";
import { signUpInput } from "../src/accounts/users.ts";

test("demo accounts could have signed up as they are", () => {
  for (const { role: _role, ...account } of demoAccounts) {
    expect(signUpInput.parse(account)).toEqual(account);
  }
});

test("there is one demo account for each role, each with its own address", () => {
  expect(demoAccounts.map(({ role }) => role).sort()).toEqual([...roles].sort());
  expect(new Set(demoAccounts.map(({ email }) => email)).size).toBe(demoAccounts.length);
});
