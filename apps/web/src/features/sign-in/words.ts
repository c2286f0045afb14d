// Every word of this feature that a person reads, so that another language is another file.
import { userLimits } from "@repo/validators/accounts/userLimits";

export const providerNames = { github: "GitHub", google: "Google" };

export const words = {
  name: "Name",
  email: "E-mail",
  password: "Password",
  passwordHint: `At least ${userLimits.password.min} characters.`,
  newPassword: "New password",
  code: "Code",
  mailbox: "Mailbox of this address",
  mailboxText: "This deployment sends no e-mail. The newest one to this address:",
  codeHint: (email: string) => `If nothing arrives at ${email}, check the spam folder.`,
  signIn: "Sign in",
  signUp: "Sign up",
  signUpTitle: "Create an account",
  resetTitle: "Reset your password",
  codeTitle: "Check your e-mail",
  sendCode: "Send code",
  setPassword: "Set password",
  continue: "Continue",
  forgot: "Forgot your password?",
  noAccount: "No account yet?",
  hasAccount: "Already have an account?",
  remembers: "Remember your password?",
  sent: (email: string) => `We sent a code to ${email}.`,
  sentIfAny: (email: string) => `If ${email} has an account, we sent a code to it.`,
  sentForSignIn: (email: string) =>
    `There were too many failed sign-ins to this account. If your password is correct, we sent a code to ${email}.`,
  sendAgain: "Send another code",
  sentAgain: (email: string) => `Another code was sent to ${email}.`,
  otherAddress: "Use another address",
  provider: (provider: keyof typeof providerNames) => `Sign in with ${providerNames[provider]}`,
  providerFailed: "You were not signed in.",
};
