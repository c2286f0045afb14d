// The e-mails about accounts. None has text of its sender's: a person who signs up with an
// address may not be its owner, and could misuse the app to send messages.
import { APP_NAME } from "@repo/validators/app";
import { paths } from "@repo/validators/platform/paths";
import { codeLimits } from "@repo/validators/accounts/authCodes";
import { type Message, message } from "../platform/emailContent";

const minutes = codeLimits.lifetimeMs / 60_000;
const resetPage = paths.resetPassword();

/** To a person who signs up. */
export function verificationEmail(code: string): Message {
  return message(
    "verification",
    `Your code to sign up to ${APP_NAME}`,
    `Use this code to create your ${APP_NAME} account:`,
    { code },
    `It is valid for ${minutes} minutes. Enter it on the page that asked for your address.`,
    "If this was not you, ignore this e-mail: without the code no account is created.",
  );
}

/** To the owner of an account whose address was used to sign up again. The page does not reveal it. */
export function accountExistsEmail(): Message {
  return message(
    "accountExists",
    `You already have a ${APP_NAME} account`,
    `Someone, probably you, tried to sign up to ${APP_NAME} with this address, which already has an account.`,
    { label: "Sign in instead, or reset your password if you forgot it", page: resetPage },
    "If this was not you, ignore this e-mail.",
  );
}

/** To a user who resets their password. */
export function passwordResetEmail(code: string): Message {
  return message(
    "passwordReset",
    `Your code to reset your ${APP_NAME} password`,
    `Use this code to reset your ${APP_NAME} password:`,
    { code },
    `It is valid for ${minutes} minutes. Enter it on the page that asked for your address.`,
    "If this was not you, do not share the code. Your password stays the same.",
  );
}

/** To the owner of an account whose password was entered on a new device during guessing attempts. */
export function signInEmail(code: string): Message {
  return message(
    "signIn",
    `Your code to sign in to ${APP_NAME}`,
    `Someone, probably you, entered your ${APP_NAME} password on a new device. Use this code to sign in:`,
    { code },
    `It is valid for ${minutes} minutes. Enter it on the page that asked for your password.`,
    {
      after:
        "We require it because of failed sign-ins to your account. If this was not you, someone knows your password.",
      label: "Reset it now",
      page: resetPage,
    },
  );
}

/** To the owner of an account whose password was changed. */
export function passwordChangedEmail(): Message {
  return message(
    "passwordChanged",
    `Your ${APP_NAME} password was changed`,
    `The password of your ${APP_NAME} account was changed, and you were signed out on all other devices.`,
    {
      after: "If this was not you, someone knows your password or reads your e-mail.",
      label: "Reset your password",
      page: resetPage,
    },
  );
}
