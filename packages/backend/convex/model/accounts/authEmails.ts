// The e-mails about accounts. None has text of a stranger: a person who signs up with an
// address may not be its owner, and would have the app send their words.
import { APP_NAME } from "@repo/validators/app";
import type { EmailInput } from "@repo/validators/emails";
import { codeLimits } from "@repo/validators/authCodes";
import { env } from "../../_generated/server";

type Message = Omit<EmailInput, "to">;

const minutes = codeLimits.lifetimeMs / 60_000;

/** To a person who may sign up. */
export function verificationEmail(code: string): Message {
  return {
    kind: "verification",
    subject: `Your code to sign up to ${APP_NAME}`,
    text: paragraphs(
      `This code finishes your ${APP_NAME} account:`,
      code,
      `It is good for ${minutes} minutes. Enter it on the page that asked for your address.`,
      "If that was not you, there is nothing to do: without the code nobody gets an account.",
    ),
  };
}

/** To somebody whose address was used to sign up again. The page does not tell that it was. */
export function accountExistsEmail(): Message {
  return {
    kind: "accountExists",
    subject: `You already have a ${APP_NAME} account`,
    text: paragraphs(
      `Somebody, most likely you, tried to sign up to ${APP_NAME} with this address. It already has an account.`,
      `Sign in instead, or choose a new password if you forgot yours${place()}.`,
      "If that was not you, there is nothing to do.",
    ),
  };
}

/** To somebody who wants a new password. */
export function passwordResetEmail(code: string): Message {
  return {
    kind: "passwordReset",
    subject: `Your code for a new ${APP_NAME} password`,
    text: paragraphs(
      `With this code you can choose a new password for ${APP_NAME}:`,
      code,
      `It is good for ${minutes} minutes. Enter it on the page that asked for your address.`,
      "If that was not you, do not give the code to anybody. Your password stays as it is.",
    ),
  };
}

/** To somebody whose password was given on a new device while it was being guessed. */
export function signInEmail(code: string): Message {
  return {
    kind: "signIn",
    subject: `Your code to sign in to ${APP_NAME}`,
    text: paragraphs(
      `Somebody, most likely you, gave your ${APP_NAME} password on a new device. This code finishes signing in:`,
      code,
      `It is good for ${minutes} minutes. Enter it on the page that asked for your password.`,
      "We ask for it because wrong passwords are being tried on your account. " +
        `If that was not you, choose a new password at once${place()}: somebody knows yours.`,
    ),
  };
}

/** To somebody whose password is a new one. */
export function passwordChangedEmail(): Message {
  return {
    kind: "passwordChanged",
    subject: `Your ${APP_NAME} password was changed`,
    text: paragraphs(
      `The password of your ${APP_NAME} account was changed, and you were signed out everywhere else.`,
      `If that was not you, choose a new password at once${place()}: somebody can read your e-mail.`,
    ),
  };
}

function place(): string {
  return env.SITE_URL === undefined ? "" : ` at ${env.SITE_URL}`;
}

function paragraphs(...texts: string[]): string {
  return texts.join("\n\n");
}
