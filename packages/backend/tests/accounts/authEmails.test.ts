import { APP_NAME } from "@repo/validators/app";
import { expect, test } from "vitest";
import * as authEmails from "../../convex/model/accounts/authEmails.ts";

const writers = Object.entries(authEmails);

test("there are e-mails to look at", () => {
  expect(writers.length).toBeGreaterThan(3);
});

test.each(writers)("%s says in its subject and its text whose it is", (_name, write) => {
  const { subject, text } = write("12345678");
  expect(subject).toContain(APP_NAME);
  expect(text).toContain(APP_NAME);
});

test.each(writers)("%s shows no code in its subject", (_name, write) => {
  expect(write("12345678").subject).not.toContain("12345678");
});
