// Which notifications a person gets by e-mail. Default without a row: a daily digest.
import { z } from "zod";
import { zid } from "../convex.ts";

export const digests = ["daily", "never"] as const;

export const notificationSetting = z.object({
  userId: zid("users"),
  digest: z.enum(digests),
});
export type NotificationSetting = z.infer<typeof notificationSetting>;

/** What a person sees and changes of it. */
export const notificationChoice = notificationSetting.pick({ digest: true });
export type NotificationChoice = z.infer<typeof notificationChoice>;
