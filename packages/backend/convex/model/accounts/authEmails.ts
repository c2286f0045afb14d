// The e-mails about accounts. None has text of its sender's: a person who signs up with an
// address may not be its owner, and could misuse the app to send messages.
import { APP_NAME } from "@repo/validators/app";
import { paths } from "@repo/validators/platform/paths";
import type { EmailInput } from "@repo/validators/platform/emails";
import { codeLimits } from "@repo/validators/accounts/authCodes";
import { siteAddress } from "../platform/siteAddress";

type Message = Omit<EmailInput, "to">;

const minutes = codeLimits.lifetimeMs / 60_000;

/** To a person who signs up. */
export function verificationEmail(code: string): Message {
  return {
    kind: "verification",
    subject: `Your code to sign up to ${APP_NAME}`,
    text: paragraphs(
      `Use this code to create your ${APP_NAME} account:`,
      code,
      `It is valid for ${minutes} minutes. Enter it on the page that asked for your address.`,
      "If this was not you, ignore this e-mail: without the code no account is created.",
    ),
  };
}

/** To the owner of an account whose address was used to sign up again. The page does not reveal it. */
export function accountExistsEmail(): Message {
  return {
    kind: "accountExists",
    subject: `You already have a ${APP_NAME} account`,
    text: paragraphs(
      `Someone, probably you, tried to sign up to ${APP_NAME} with this address, which already has an account.`,
      `Sign in instead, or reset your password if you forgot it: ${resetPage()}`,
      "If this was not you, ignore this e-mail.",
    ),
  };
}

/** To a user who resets their password. */
export function passwordResetEmail(code: string): Message {
  return {
    kind: "passwordReset",
    subject: `Your code to reset your ${APP_NAME} password`,
    text: paragraphs(
      `Use this code to reset your ${APP_NAME} password:`,
      code,
      `It is valid for ${minutes} minutes. Enter it on the page that asked for your address.`,
      "If this was not you, do not share the code. Your password stays the same.",
    ),
  };
}

/** To the owner of an account whose password was entered on a new device during guessing attempts. */
export function signInEmail(code: string): Message {
  return {
    kind: "signIn",
    subject: `Your code to sign in to ${APP_NAME}`,
    text: paragraphs(
      `Someone, probably you, entered your ${APP_NAME} password on a new device. Use this code to sign in:`,
      code,
      `It is valid for ${minutes} minutes. Enter it on the page that asked for your password.`,
      "We require it because of failed sign-ins to your account. " +
        `If this was not you, someone knows your password. Reset it now: ${resetPage()}`,
    ),
  };
}

/** To the owner of an account whose password was changed. */
export function passwordChangedEmail(): Message {
  return {
    kind: "passwordChanged",
    subject: `Your ${APP_NAME} password was changed`,
    text: paragraphs(
      `The password of your ${APP_NAME} account was changed, and you were signed out on all other devices.`,
      `If this was not you, someone knows your password or reads your e-mail. Reset your password: ${resetPage()}`,
    ),
  };
}

function resetPage(): string {
  return siteAddress(paths.resetPassword());
}

function paragraphs(...texts: string[]): string {
  return texts.join("\n\n");
}
