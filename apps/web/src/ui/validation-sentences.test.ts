import { noteInput, noteLimits } from "@repo/validators/notes";
import { signUpInput, userLimits } from "@repo/validators/users";
import { describe, expect, test } from "vitest";

import { validationSentence } from "./validation-sentences.ts";

function messages(result: { success: boolean; error?: { issues: { message: string }[] } }) {
  return result.error?.issues.map((issue) => issue.message);
}

describe("validationSentence", () => {
  test("asks for an empty value and names the longest one", () => {
    expect(
      messages(noteInput.safeParse({ title: "  ", body: "" }, { error: validationSentence })),
    ).toEqual(["Fill this in."]);
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
      "Not an e-mail address",
    ]);
  });
});
