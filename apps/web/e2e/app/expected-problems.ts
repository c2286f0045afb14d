// The problems that pages may have while a test runs, each with the reason: those of the core, and what features add in
// `e2e/parts`. Every other one fails its test.
import { loadParts } from "./part.ts";
import type { Expected } from "./expected-problem.ts";

const ofCore: readonly Expected[] = [
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
    text: "frame:get UNAUTHENTICATED",
    in: ["end the other sessions", "remove the account"],
    why: "The session ends while its page is open. The error page leads to the sign-in page.",
  },
  {
    kind: "refusal",
    text: /^(tasks:board|memberships:list) NOT_FOUND$/,
    in: ["remove a member from a team"],
    why: "The page of the team is open while the member is removed.",
  },
  {
    kind: "refusal",
    text: "notes:create QUOTA_EXCEEDED",
    in: [
      "a note that is refused is put back, and where something else was typed meanwhile, on request",
    ],
    why: "The quota is full.",
  },
  {
    kind: "request",
    text: /^POST \/uploads\/[\w.]+: net::ERR_ABORTED$/,
    in: ["an upload that is cancelled leaves nothing"],
    why: "The upload is cancelled.",
  },
];

const parts = await loadParts();

export const expectedProblems: readonly Expected[] = [
  ...ofCore,
  ...parts.flatMap((part) => part.expectedProblems ?? []),
];
