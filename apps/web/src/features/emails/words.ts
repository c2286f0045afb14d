// Every word of this feature that a person reads, so that another language is another file.
import type { EmailStatus } from "@repo/validators/platform/emails";

export const statusNames: Record<EmailStatus, string> = {
  kept: "Kept in the app",
  queued: "Queued",
  sent: "Sent",
  delivered: "Delivered",
  bounced: "Bounced",
  failed: "Failed",
};

export const words = {
  title: "E-mails",
  subtitle: "What the app sent, and what became of it.",
  loading: "Loading e-mails",
  empty: "No e-mails here.",
  status: "State",
  all: "All states",
  to: (address: string) => `To ${address}`,
  showHtml: "Show as HTML",
  hideHtml: "Hide HTML",
};
