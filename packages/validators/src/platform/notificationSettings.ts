// Which e-mails a person gets. Default without a row: a daily digest, and all others.
import { z } from "zod";
import { zid } from "../convex.ts";
import { emailKinds, storedEmailKind } from "./emails.ts";

export const digests = ["daily", "never"] as const;

const MUTED_MAX = 100;

export const notificationSetting = z.object({
  userId: zid("users"),
  digest: z.enum(digests),
  /** Kinds of e-mails that they turned off. */
  muted: z.array(storedEmailKind).max(MUTED_MAX).optional(),
});
export type NotificationSetting = z.infer<typeof notificationSetting>;

/** What a person sees and changes of it. */
export const notificationChoice = notificationSetting.pick({ digest: true }).extend({
  muted: z.array(z.enum(emailKinds)).max(MUTED_MAX).optional(),
});
export type NotificationChoice = z.infer<typeof notificationChoice>;
