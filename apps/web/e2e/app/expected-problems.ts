// The problems that pages may have while a test runs, each with the reason. Every other one fails its test.
import type { Problem } from "./problems.ts";

/** A problem that a test causes on purpose. */
export interface Expected extends Omit<Problem, "text"> {
  /** All of its text. */
  text: string | RegExp;
  /** The names of the tests. */
  in: readonly string[];
  why: string;
}

export const expectedProblems: readonly Expected[] = [
  {
    kind: "refusal",
    text: "auth:signIn UNAUTHENTICATED",
    in: ["sign in", "remove the account"],
    why: "The password is wrong, or the account is gone.",
  },
  {
    kind: "refusal",
    text: "auth:signIn INVALID",
    in: ["sign up with a mailed code"],
    why: "The code is wrong.",
  },
  {
    kind: "refusal",
    text: "auth:changePassword INVALID",
    in: ["change the password"],
    why: "The current password is wrong.",
  },
  {
    kind: "refusal",
    text: "users:me UNAUTHENTICATED",
    in: ["end the other sessions", "remove the account"],
    why: "The session ends while its page is open. The error page leads to the sign-in page.",
  },
  {
    kind: "refusal",
    text: "messages:send QUOTA_EXCEEDED",
    in: ["a budget that is used up is said, and what was typed stays"],
    why: "The budget is used up.",
  },
  {
    kind: "refusal",
    text: /^(tasks:counts|tasks:list|memberships:list) NOT_FOUND$/,
    in: ["remove a member from a team"],
    why: "The page of the team is open while the member is removed.",
  },
  {
    kind: "request",
    text: /^POST \/uploads\/[\w.]+: net::ERR_ABORTED$/,
    in: ["an upload that is cancelled leaves nothing"],
    why: "The upload is cancelled.",
  },
];
