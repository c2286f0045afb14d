import { expect, test } from "vitest";
import { demoAccounts } from "../src/demo.ts";
import { signUpInput } from "../src/accounts/users.ts";

test("demo accounts could have signed up as they are", () => {
  for (const { role: _role, ...account } of demoAccounts) {
    expect(signUpInput.parse(account)).toEqual(account);
  }
});

test("the demo accounts are a member and an admin, each with its own address", () => {
  expect(demoAccounts.map(({ role }) => role).sort()).toEqual(["admin", "member"]);
  expect(new Set(demoAccounts.map(({ email }) => email)).size).toBe(demoAccounts.length);
});
