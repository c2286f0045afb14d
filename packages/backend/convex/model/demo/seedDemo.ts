// Starts the demo from the seed's action, which can store files.
import { internal } from "../../_generated/api";
import type { Id } from "../../_generated/dataModel";
import type { ActionCtx } from "../../_generated/server";
import { demoFiles } from "./demoData";

/**
 * Adds the demo around the demo accounts, once.
 * @param ctx the context of an action
 * @returns no address, as nobody in it can sign in
 */
export async function seedDemo(ctx: ActionCtx): Promise<string[]> {
  if (!(await ctx.runQuery(internal.demo.isWorldMissing, {}))) return [];
  const storageIds: Id<"_storage">[] = [];
  for (const { text } of demoFiles) {
    // One after the other: convex-test mixes up the transactions of stores that run at once.
    storageIds.push(await ctx.storage.store(new Blob([text], { type: "text/plain" })));
  }
  await ctx.runMutation(internal.demo.addWorld, { storageIds });
  return [];
}
