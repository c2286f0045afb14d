// The demo around the accounts of the seed: what `model/demo/seedDemo.ts` calls.
import { zid } from "@repo/validators/convex";
import { z } from "zod";
import { internalMutation, internalQuery } from "./builders/functions";
import { accountsWithoutWorld, addDemo } from "./model/demo/demo";
import { demoFiles } from "./model/demo/demoData";
import { assertDemo } from "./model/platform/deployment";

/** Says whether the demo is still to be made. */
export const isWorldMissing = internalQuery({
  args: {},
  returns: z.boolean(),
  handler: async (ctx) => (await accountsWithoutWorld(ctx)) !== null,
});

/** Adds the rows of the demo, in one transaction. */
export const addWorld = internalMutation({
  args: { storageIds: z.array(zid("_storage")).length(demoFiles.length) },
  returns: z.null(),
  handler: async (ctx, { storageIds }) => {
    await assertDemo(ctx);
    const accounts = await accountsWithoutWorld(ctx);
    if (accounts !== null) await addDemo(ctx, accounts, storageIds);
  },
});
