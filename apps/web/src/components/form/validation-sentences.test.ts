import { membership } from "@repo/validators/teams/memberships";
import { noteInput, noteLimits } from "@repo/validators/notes";
import { signUpInput, userLimits } from "@repo/validators/accounts/users";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { validationSentence } from "@/components/form/validation-sentences";

function messages(result: { success: boolean; error?: { issues: { message: string }[] } }) {
  return result.error?.issues.map((issue) => issue.message);
}

describe("validationSentence", () => {
  test("asks for an empty value and names the longest one", () => {
    expect(
      messages(noteInput.safeParse({ title: "  ", body: "" }, { error: validationSentence })),
    ).toEqual(["This field is required."]);
    const body = "x".repeat(noteLimits.body.max + 1);
    expect(
      messages(noteInput.safeParse({ title: "t", body }, { error: validationSentence })),
    ).toEqual(["Use at most 10,000 characters."]);
  });

  test("names the shortest password", () => {
    const person = { name: "Ada", email: "ada@example.com", password: "short" };
    expect(messages(signUpInput.safeParse(person, { error: validationSentence }))).toEqual([
      `Use at least ${userLimits.password.min} characters.`,
    ]);
  });

  test("a shape's own message goes first", () => {
    const person = { name: "Ada", email: "ada", password: "long enough" };
    expect(messages(signUpInput.safeParse(person, { error: validationSentence }))).toEqual([
      "Enter a valid e-mail address",
    ]);
  });

  test("asks for a row that is not chosen", () => {
    const found = membership.pick({ teamId: true }).safeParse({}, { error: validationSentence });
    expect(messages(found)).toEqual(["Choose an option."]);
  });

  test("says of a number, a list and a choice what would be right", () => {
    const shape = z.object({
      count: z.number().int().min(1).max(5),
      tags: z.array(z.string()).min(1).max(2),
      status: z.enum(["open", "done"]),
    });
    const said = (value: object) => messages(shape.safeParse(value, { error: validationSentence }));
    const right = { count: 1, tags: ["a"], status: "open" };
    expect(said({})).toEqual([
      "This field is required.",
      "This field is required.",
      "Choose an option.",
    ]);
    expect(said({ ...right, count: 0 })).toEqual(["Use at least 1."]);
    expect(said({ ...right, count: 6 })).toEqual(["Use at most 5."]);
    expect(said({ ...right, count: 1.5 })).toEqual(["Use a whole number."]);
    expect(said({ ...right, count: NaN })).toEqual(["Use a number."]);
    expect(said({ ...right, tags: [] })).toEqual(["Add at least 1."]);
    expect(said({ ...right, tags: ["a", "b", "c"] })).toEqual(["Add at most 2."]);
    expect(said({ ...right, status: "lost" })).toEqual(["Choose an option."]);
  });
});
