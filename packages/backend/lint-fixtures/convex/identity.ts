// Who is calling, found out by other ways than `ctx.user`; files and origins handed out by hand.
// fires: AUTH_LIBRARY
import { getAuthUserId } from "@convex-dev/auth/server";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import { mutation, query } from "../../convex/functions";

export const whoAmI = query({
  access: "signedIn",
  args: {},
  returns: z.string().nullable(),
  handler: async (ctx) => {
    // fires: IDENTITY_BY_HAND
    const identity = await ctx.auth.getUserIdentity();
    return identity?.subject ?? (await getAuthUserId(ctx));
  },
});

export const upload = mutation({
  access: "signedIn",
  args: {},
  returns: z.string(),
  // fires: STORAGE_BY_HAND
  handler: async (ctx) => await ctx.storage.generateUploadUrl(),
});

export const show = query({
  access: "signedIn",
  args: { id: zid("_storage") },
  returns: z.string().nullable(),
  // fires: STORAGE_URL
  handler: async (ctx, { id }) => await ctx.storage.getUrl(id),
});

export const knock = mutation({
  access: "signedIn",
  rateLimit: "notes.create",
  args: {},
  returns: z.string().nullable(),
  handler: async (ctx) => {
    // fires: ADDRESS_BY_HAND
    const { ip } = await ctx.meta.getRequestMetadata();
    return ip;
  },
});

export function addressOf(request: Request): string | null {
  // fires: ADDRESS_BY_HAND
  return request.headers.get("X-Forwarded-For");
}

export const headers = {
  // fires: CORS_BY_HAND
  "Access-Control-Allow-Origin": "*",
};
