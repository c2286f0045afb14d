// The demo: the accounts that a visitor may sign in to, and what `model/demo/seedDemo.ts` calls.
import { roles } from "@repo/validators/access";
import { signUpInput } from "@repo/validators/accounts/users";
import { zid } from "@repo/validators/convex";
import { demoAccounts } from "@repo/validators/demo";
import { z } from "zod";
import { internalMutation, internalQuery, query } from "./builders/functions";
import { publicAccess, whyShutOut } from "./lib/access";
import { findByEmail } from "./model/accounts/users";
import { accountsWithoutWorld, addDemo } from "./model/demo/demo";
import { demoFiles } from "./model/demo/demoData";
import { assertDemo, isDemo } from "./model/platform/deployment";

/**
 * The demo accounts, with their public passwords, for a page that signs in to one with a click. Empty on a deployment
 * that is no demo.
 */
export const accounts = query({
  access: publicAccess("only a demo answers, and there the passwords are public"),
  args: {},
  returns: z.array(signUpInput.extend({ role: z.enum(roles) })).max(demoAccounts.length),
  handler: async (ctx) => {
    if (!(await isDemo(ctx))) return [];
    const found = demoAccounts.map(async (account) => {
      // Nobody is signed in, whose scope could cover the accounts.
      const person = await findByEmail({ db: ctx.unscopedDb }, account.email);
      return person === null || whyShutOut(person) !== null ? [] : [account];
    });
    return (await Promise.all(found)).flat();
  },
});

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
