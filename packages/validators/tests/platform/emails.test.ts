import { expect, test } from "vitest";
import { emailInput, emailLimits, storedEmail } from "../../src/platform/emails.ts";

const mail = {
  to: "ann@example.com",
  kind: "verification",
  subject: "Your code",
  text: "It is 12345678.",
};

test("an e-mail has an address, a kind, a subject and a text", () => {
  expect(emailInput.parse({ ...mail, to: " Ann@Example.com " })).toEqual(mail);
  for (const field of Object.keys(mail)) {
    expect(emailInput.safeParse({ ...mail, [field]: undefined }).success, field).toBe(false);
  }
  expect(emailInput.safeParse({ ...mail, to: "ann" }).success).toBe(false);
  expect(emailInput.safeParse({ ...mail, kind: "joke" }).success).toBe(false);
});

test.each(["subject", "text"] as const)("a %s has a length", (field) => {
  const { min, max } = emailLimits[field];
  const accepts = (length: number) =>
    emailInput.safeParse({ ...mail, [field]: "x".repeat(length) }).success;
  expect([min - 1, min, max, max + 1].map(accepts)).toEqual([false, true, true, false]);
});

test("the row may be without its text, once that was sent", () => {
  const { text: _text, ...rest } = mail;
  expect(storedEmail.safeParse({ ...rest, status: "sent", sentAt: 1 }).success).toBe(true);
});
