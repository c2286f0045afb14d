import { describe, expect, test } from "vitest";
import { roles } from "../../src/access.ts";
import {
  nameKeyOf,
  profileChanges,
  publicUser,
  signInInput,
  signUpInput,
  timeZone,
  user,
  userLimits,
} from "../../src/accounts/users.ts";

const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };
const accepts = (changes: object) => signUpInput.safeParse({ ...ann, ...changes }).success;

describe.each(["name", "password"] as const)("a %s", (field) => {
  const { min, max } = userLimits[field];

  test.each([
    [min - 1, false],
    [min, true],
    [max, true],
    [max + 1, false],
  ])("of %d characters: %s", (length, accepted) => {
    expect(accepts({ [field]: "x".repeat(length) })).toBe(accepted);
  });

  test.each([undefined, null, 1])("that is %j is refused", (value) => {
    expect(accepts({ [field]: value })).toBe(false);
  });
});

test("a name loses the space around it, a password keeps it", () => {
  const parsed = signUpInput.parse({ ...ann, name: " Zoë ", password: " 8 chars " });
  expect(parsed).toMatchObject({ name: "Zoë", password: " 8 chars " });
  expect(accepts({ name: "   " })).toBe(false);
});

describe("an e-mail address", () => {
  const { max } = userLimits.email;
  const domain = `@${"x".repeat(60)}.example`;
  const ofLength = (length: number) => "a".repeat(length - domain.length) + domain;

  test.each([
    [max - 1, true],
    [max, true],
    [max + 1, false],
  ])("of %d characters: %s", (length, accepted) => {
    expect(ofLength(length)).toHaveLength(length);
    expect(accepts({ email: ofLength(length) })).toBe(accepted);
  });

  test("is the same in any case and with space around it", () => {
    expect(signUpInput.parse({ ...ann, email: " Ann@Example.COM\n" }).email).toBe(
      "ann@example.com",
    );
    expect(signInInput.parse({ ...ann, email: "ANN@example.com" }).email).toBe("ann@example.com");
  });

  test.each(["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", "ann@@b.co"])(
    "that reads %j is refused",
    (email) => {
      expect(accepts({ email })).toBe(false);
    },
  );
});

test("a password that is too short for today can still be signed in with, an empty one cannot", () => {
  expect(signInInput.safeParse({ ...ann, password: "old" }).success).toBe(true);
  expect(signInInput.safeParse({ ...ann, password: "" }).success).toBe(false);
});

test("signing up cannot name a role or a picture", () => {
  expect(signUpInput.parse({ ...ann, role: "admin", image: "x" })).toEqual(ann);
});

test("every role is one that a user can have, and no other is", () => {
  for (const role of roles) expect(user.safeParse({ ...ann, role }).success).toBe(true);
  expect(user.safeParse({ ...ann, role: "owner" }).success).toBe(false);
});

test.each(["Europe/Vienna", "UTC"])("%s is a time zone", (name) => {
  expect(timeZone.safeParse(name).success).toBe(true);
});

test.each(["", "Vienna", "Mars/Olympus", "x".repeat(65)])("%j is no time zone", (name) => {
  expect(timeZone.safeParse(name).success).toBe(false);
});

test("a profile is changed in what its owner may decide, and nothing else", () => {
  const sent = { name: " Ann ", bio: null, role: "admin", avatarId: "x", bannedAt: null };
  expect(profileChanges.parse(sent)).toEqual({ name: "Ann", bio: null });
});

test("others see name, address and role", () => {
  expect(Object.keys(publicUser.shape).sort()).toEqual([
    "_creationTime",
    "_id",
    "email",
    "name",
    "role",
  ]);
});

test.each([
  ["Émile Zola", "emile zola"],
  ["ÅSA", "asa"],
  ["李", "李"],
])("%s is sorted as %s", (name, key) => {
  expect(nameKeyOf(name)).toBe(key);
});
