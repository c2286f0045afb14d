// The demo data of a development copy: `convex run seed:run`, which `pnpm dev` runs on every start.
import { createAccount } from "@convex-dev/auth/server";
import { roles } from "@repo/validators/access";
import { demoAccounts } from "@repo/validators/demo";
import { signUpInput, user } from "@repo/validators/accounts/users";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { ActionCtx } from "./_generated/server";
import { internalAction, internalMutation } from "./builders/functions";
import { findByEmail } from "./model/accounts/users";
import { welcomeNotes } from "./model/accounts/welcomeNotes";
import { seedDemo } from "./model/demo/seedDemo";
import { assertDemo } from "./model/platform/deployment";

/** The steps of the seed, in their order. Each runs once, and returns the addresses of the accounts it created. */
const steps: readonly ((ctx: ActionCtx) => Promise<string[]>)[] = [addAccounts, seedDemo];

/**
 * Creates the demo accounts with their notes, and then what features add. Runs once; an interrupted run is
 * completed the next time. Returns the addresses of the created accounts.
 */
export const run = internalAction({
  args: {},
  returns: z.array(user.shape.email),
  handler: async (ctx) => {
    await assertDemo(ctx);
    const created: string[] = [];
    for (const step of steps) created.push(...(await step(ctx)));
    return created;
  },
});

/** Creates one account and its notes in one transaction, if the address is free. */
export const addAccount = internalMutation({
  args: { account: signUpInput, role: z.enum(roles) },
  returns: z.boolean(),
  handler: async (ctx, { account: { password, ...profile }, role }) => {
    await assertDemo(ctx);
    if ((await findByEmail(ctx, profile.email)) !== null) return false;
    // Typed for actions, it only calls `runMutation`; from a mutation that is part of the transaction.
    const { user: created } = await createAccount(ctx as unknown as ActionCtx, {
      provider: "password",
      account: { id: profile.email, secret: password },
      profile: { ...profile, role },
    });
    for (const note of welcomeNotes) {
      await ctx.db.insert("notes", { ...note, ownerId: created._id });
    }
    return true;
  },
});

/** Creates the demo accounts with their notes. */
async function addAccounts(ctx: ActionCtx): Promise<string[]> {
  const created: string[] = [];
  for (const { role, ...account } of demoAccounts) {
    // eslint-disable-next-line no-restricted-syntax -- one transaction each: hashing a password takes its time
    const isNew: boolean = await ctx.runMutation(internal.seed.addAccount, { account, role });
    if (isNew) created.push(account.email);
  }
  return created;
}
