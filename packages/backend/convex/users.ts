// The API of users: people with an account.
import { roles } from "@repo/validators/access";
import { email, publicUser, user } from "@repo/validators/users";
import { withSystemFields } from "convex-helpers/server/zod4";
import { z } from "zod";
import * as access from "./access";
import { appError } from "./errors";
import { internalMutation, internalQuery, query } from "./functions";
import { clamp, pageOf, paginationOpts } from "./pagination";

/** The caller. */
export const me = query({
  access: "signedIn",
  args: {},
  returns: publicUser,
  handler: async (ctx) => ctx.user,
});

/** Everybody, the newest first, a page at a time. */
export const list = query({
  access: "users.read",
  args: { paginationOpts },
  returns: pageOf(publicUser),
  handler: async (ctx, args) =>
    await ctx.db.query("users").order("desc").paginate(clamp(args.paginationOpts)),
});

/** The caller's whole row, for the builder of actions, which cannot read. */
export const findCaller = internalQuery({
  args: {},
  returns: z.object(withSystemFields("users", user.shape)).nullable(),
  handler: async (ctx) => await access.findCaller(ctx),
});

/** Gives a person another role. How a deployment gets its first admin: `convex run users:setRole`. */
export const setRole = internalMutation({
  args: { email, role: z.enum(roles) },
  returns: z.null(),
  handler: async (ctx, args) => {
    const found = await ctx.db
      .query("users")
      .withIndex("email", (q) => q.eq("email", args.email))
      .unique();
    if (found === null) throw appError("NOT_FOUND", `Nobody has signed up as ${args.email}.`);
    await ctx.db.patch("users", found._id, { role: args.role });
  },
});
