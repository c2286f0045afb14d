// Which e-mails a person gets. Default without a row: a daily digest, and all others.
import { z } from "zod";
import { zid } from "../convex.ts";
import { emailKinds } from "./emails.ts";

export const digests = ["daily", "never"] as const;

export const notificationSetting = z.object({
  userId: zid("users"),
  digest: z.enum(digests),
  /** Kinds of e-mails that they turned off. */
  muted: z.array(z.enum(emailKinds)).max(emailKinds.length).optional(),
});
export type NotificationSetting = z.infer<typeof notificationSetting>;

/** What a person sees and changes of it. */
export const notificationChoice = notificationSetting.pick({ digest: true, muted: true });
export type NotificationChoice = z.infer<typeof notificationChoice>;
