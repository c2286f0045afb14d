// The API of a user's choice of e-mail notifications.
import { notificationChoice } from "@repo/validators/platform/notificationSettings";
import { z } from "zod";
import { mutation, query } from "./builders/functions";
import { digestOf } from "./model/platform/digest";

/** The caller's settings. */
export const get = query({
  access: "notificationSettings.read",
  args: {},
  returns: notificationChoice,
  handler: async (ctx) => ({ digest: await digestOf(ctx, ctx.user._id) }),
});

/** Changes the caller's settings. */
export const save = mutation({
  access: "notificationSettings.update",
  args: notificationChoice.shape,
  returns: z.null(),
  handler: async (ctx, args) => {
    const found = await ctx.db
      .query("notificationSettings")
      .withIndex("by_userId", (q) => q.eq("userId", ctx.user._id))
      .first();
    if (found !== null) return await ctx.db.patch("notificationSettings", found._id, args);
    await ctx.db.insert("notificationSettings", { ...args, userId: ctx.user._id });
  },
});
