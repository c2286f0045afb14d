// An example of each e-mail, to look at in the mailbox of development: `emails:preview` sends one.
import { paths } from "@repo/validators/platform/paths";
import type { EmailKind } from "@repo/validators/platform/emails";
import * as authEmails from "../accounts/authEmails";
import { digestEmail } from "../platform/digest";
import type { Message } from "../platform/emailContent";
import { invitationEmail } from "../teams/invitations";

/** Kind → what writes its example. */
export const emailExamples = {
  verification: () => authEmails.verificationEmail("ABCD-EFGH"),
  passwordReset: () => authEmails.passwordResetEmail("ABCD-EFGH"),
  signIn: () => authEmails.signInEmail("ABCD-EFGH"),
  accountExists: () => authEmails.accountExistsEmail(),
  passwordChanged: () => authEmails.passwordChangedEmail(),
  invitation: () =>
    invitationEmail({
      ...{ to: "ann@example.com", teamName: "Harbour", inviterName: "Bob", token: "token" },
    }),
  digest: () => digestEmail("Ann", [{ title: "Bob joined Harbour", link: paths.invitations() }]),
} satisfies Record<EmailKind, () => Message>;
