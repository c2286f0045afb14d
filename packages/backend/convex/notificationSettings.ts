// The API of a user's choice of e-mail notifications.
import { isEmailKind } from "@repo/validators/platform/emails";
import { notificationChoice } from "@repo/validators/platform/notificationSettings";
import { z } from "zod";
import { mutation, query } from "./builders/functions";
import { settingsOf } from "./model/platform/emailToUser";

/** The caller's settings. */
export const get = query({
  access: "notificationSettings.read",
  args: {},
  returns: notificationChoice,
  handler: async (ctx) => {
    const settings = await settingsOf(ctx, ctx.user._id);
    const muted = (settings?.muted ?? []).filter(isEmailKind);
    return { digest: settings?.digest ?? "daily", muted };
  },
});

/** Changes the caller's settings. Without `muted`, what they turned off stays off. */
export const save = mutation({
  access: "notificationSettings.update",
  args: notificationChoice.shape,
  returns: z.null(),
  handler: async (ctx, args) => {
    const found = await settingsOf(ctx, ctx.user._id);
    if (found !== null) return await ctx.db.patch("notificationSettings", found._id, args);
    await ctx.db.insert("notificationSettings", { ...args, userId: ctx.user._id });
  },
});
