// An e-mail that the app writes: the row it is kept in, and what an admin sees of it.
import { z } from "zod";
import { withSystemFields } from "../convex.ts";
import { email } from "../accounts/users.ts";

export const emailLimits = {
  subject: { min: 1, max: 200 },
  text: { min: 1, max: 20_000 },
  html: { min: 1, max: 60_000 },
  error: { max: 500 },
  kind: { min: 1, max: 60 },
  /** The mailbox of a demo shows so many, the newest. */
  inbox: 5,
} as const;

/** What an e-mail is about. */
export const emailKinds = [
  "verification",
  "passwordReset",
  "signIn",
  "accountExists",
  "passwordChanged",
  "invitation",
  "digest",
] as const;
export type EmailKind = (typeof emailKinds)[number];

/** A kind as rows keep it: the app may write no e-mails of that kind any more. */
export const storedEmailKind = z.string().min(emailLimits.kind.min).max(emailLimits.kind.max);

/** Says whether the app still writes e-mails of a stored kind. */
export function isEmailKind(kind: string): kind is EmailKind {
  return emailKinds.some((known) => known === kind);
}

/** Those that a user can turn off one by one, in their settings. The digest has a setting of its own. */
export const optionalEmailKinds = [] as const satisfies readonly EmailKind[];
export type OptionalEmailKind = (typeof optionalEmailKinds)[number];

/**
 * `kept` is where it ends without a mail service: it can be read in the app, and goes nowhere. With one it is
 * `queued`, then `sent` or `failed`; `delivered` and `bounced` are what the service's webhook adds.
 */
export const emailStatuses = ["kept", "queued", "sent", "delivered", "bounced", "failed"] as const;
export type EmailStatus = (typeof emailStatuses)[number];

export const storedEmail = z.object({
  to: email,
  kind: storedEmailKind,
  /** Shown in lists and notifications everywhere: no code and no link belongs in it. */
  subject: z.string().trim().min(emailLimits.subject.min).max(emailLimits.subject.max),
  /** Absent once it was handed over: a code in it opens somebody's account. */
  text: z.string().min(emailLimits.text.min).max(emailLimits.text.max).optional(),
  /** The same as HTML, and absent with it. */
  html: z.string().min(emailLimits.html.min).max(emailLimits.html.max).optional(),
  status: z.enum(emailStatuses),
  /** Why it was not sent. */
  error: z.string().max(emailLimits.error.max).optional(),
  /** When the mail service took it, in milliseconds. */
  sentAt: z.number().optional(),
  /** The id under which `@convex-dev/resend` sends it. */
  resendId: z.string().optional(),
});
export type StoredEmail = z.infer<typeof storedEmail>;

/** What sending one takes. */
export const emailInput = storedEmail
  .pick({ to: true, subject: true, text: true, html: true })
  .required({ to: true, subject: true, text: true })
  .extend({ kind: z.enum(emailKinds) });
export type EmailInput = z.infer<typeof emailInput>;

/** What the mailbox of a demo shows to anybody. */
export const keptEmail = z.object(
  withSystemFields(
    "emails",
    storedEmail
      .pick({ kind: true, subject: true, text: true, html: true })
      .required({ kind: true, subject: true, text: true }).shape,
  ),
);
export type KeptEmail = z.infer<typeof keptEmail>;

/** What an admin sees. The text is there in development only. */
export const publicEmail = z.object(
  withSystemFields("emails", storedEmail.omit({ resendId: true }).shape),
);
export type PublicEmail = z.infer<typeof publicEmail>;
