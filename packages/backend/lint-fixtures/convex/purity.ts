// What makes an answer stale, a transaction impossible, or a module remember.
import { z } from "zod";
// fires: @convex-dev/import-wrong-runtime
import { hash } from "./nodeOnly";
import {
  type DatabaseReader,
  type DatabaseWriter,
  type QueryCtx,
  env,
} from "../../convex/_generated/server";
import { internalMutation, internalQuery, mutation, query } from "../../convex/functions";

// fires: MODULE_STATE
let calls = 0;
// fires: MODULE_STATE
const cache = new Map<string, number>();
// fires: MODULE_STATE
const seen: string[] = [];
// fires: MODULE_STATE
const names = {} as Record<string, string>;
// fires: FROZEN_AT_PUSH
const salt = Math.random();
// fires: FROZEN_AT_PUSH
const secret = env.SITE_URL;

export const remembered = mutation({
  access: "signedIn",
  args: {},
  returns: z.string(),
  handler: async () =>
    `${calls++} ${cache.size} ${seen.push("x")} ${names.x} ${salt} ${secret} ${hash}`,
});

export const stale = query({
  access: "signedIn",
  args: {},
  returns: z.number(),
  // fires: CLOCK_IN_QUERY
  handler: async () => Date.now(),
});

export const staleInside = internalQuery({
  args: {},
  returns: z.string(),
  // fires: CLOCK_IN_QUERY
  handler: async () => new Date().toISOString(),
});

export async function staleHelper(_ctx: QueryCtx): Promise<number> {
  // fires: CLOCK_IN_QUERY
  return Math.random();
}

export async function staleReader(_db: DatabaseReader): Promise<number> {
  // fires: CLOCK_IN_QUERY
  return Date.now();
}

export const reachingOut = internalMutation({
  args: {},
  returns: z.null(),
  handler: async () => {
    // fires: WORLD_IN_TRANSACTION
    await fetch("https://example.com");
  },
});

export async function waitingHelper(_ctx: QueryCtx): Promise<void> {
  // fires: WORLD_IN_TRANSACTION
  setTimeout(() => {}, 1);
}

export async function fetchingWriter(_db: DatabaseWriter): Promise<void> {
  // fires: WORLD_IN_TRANSACTION
  await fetch("https://example.com");
}

export const forgotten = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    // fires: @typescript-eslint/no-floating-promises
    ctx.db.query("notes").take(1);
  },
});

export const sometimes =
  // fires: EXPORT_CONDITIONAL
  salt > 1 ? stale : null;
