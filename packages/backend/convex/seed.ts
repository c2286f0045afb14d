// The demo data of a development copy: `convex run seed:run`, which `pnpm dev` runs on every start.
import { createAccount } from "@convex-dev/auth/server";
import { roles } from "@repo/validators/access";
import { zid } from "@repo/validators/convex";
import { demoAccounts } from "@repo/validators/demo";
import { signUpInput, user } from "@repo/validators/users";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { ActionCtx, QueryCtx } from "./_generated/server";
import { internalAction, internalMutation, internalQuery } from "./lib/functions";
import { addDemo } from "./model/demo/demo";
import { demoFiles, demoNotes, demoPeople } from "./model/demo/demoData";
import { assertDemo } from "./model/platform/deployment";

/**
 * Creates the demo accounts with their notes, and the teams, people, tasks, files and knowledge around them.
 * Runs once; an interrupted run is completed the next time. Returns the addresses of the created accounts.
 */
export const run = internalAction({
  args: {},
  returns: z.array(user.shape.email),
  handler: async (ctx) => {
    await assertDemo(ctx);
    const created: string[] = [];
    for (const { role, ...account } of demoAccounts) {
      // eslint-disable-next-line no-restricted-syntax -- one transaction each: hashing a password takes its time
      const isNew: boolean = await ctx.runMutation(internal.seed.addAccount, { account, role });
      if (isNew) created.push(account.email);
    }
    if (!(await ctx.runQuery(internal.seed.isWorldMissing, {}))) return created;
    const storageIds: Id<"_storage">[] = [];
    for (const { text } of demoFiles) {
      // One after the other: convex-test mixes up the transactions of stores that run at once.
      storageIds.push(await ctx.storage.store(new Blob([text], { type: "text/plain" })));
    }
    await ctx.runMutation(internal.seed.addWorld, { storageIds });
    return created;
  },
});

/** Whether the demo data around the accounts has to be created. */
export const isWorldMissing = internalQuery({
  args: {},
  returns: z.boolean(),
  handler: async (ctx) => (await accountsWithoutWorld(ctx)) !== null,
});

/** Adds the demo data around the accounts, in one transaction. */
export const addWorld = internalMutation({
  args: { storageIds: z.array(zid("_storage")).length(demoFiles.length) },
  returns: z.null(),
  handler: async (ctx, { storageIds }) => {
    await assertDemo(ctx);
    const accounts = await accountsWithoutWorld(ctx);
    if (accounts !== null) await addDemo(ctx, accounts, storageIds);
  },
});

/** Creates one account and its notes in one transaction, unless the address is taken. */
export const addAccount = internalMutation({
  args: { account: signUpInput, role: z.enum(roles) },
  returns: z.boolean(),
  handler: async (ctx, { account: { password, ...profile }, role }) => {
    await assertDemo(ctx);
    if ((await userOf(ctx, profile.email)) !== null) return false;
    // Typed for actions, it only calls `runMutation`; from a mutation that is part of the transaction.
    const { user: created } = await createAccount(ctx as unknown as ActionCtx, {
      provider: "password",
      account: { id: profile.email, secret: password },
      profile: { ...profile, role },
    });
    for (const note of demoNotes) {
      await ctx.db.insert("notes", { ...note, ownerId: created._id });
    }
    return true;
  },
});

/**
 * Finds the demo accounts while there is nothing around them.
 * @returns null once any of the demo's other people has been there, and where somebody has signed up with
 *   such an address, in whose name nothing is made: it has none of the notes that come with an account
 */
async function accountsWithoutWorld(ctx: Pick<QueryCtx, "db">): Promise<Doc<"users">[] | null> {
  for (const { email } of demoPeople) if ((await userOf(ctx, email)) !== null) return null;
  const accounts: Doc<"users">[] = [];
  for (const { email } of demoAccounts) {
    const account = await userOf(ctx, email);
    if (account === null || !(await hasDemoNote(ctx, account._id))) return null;
    accounts.push(account);
  }
  return accounts;
}

async function userOf(ctx: Pick<QueryCtx, "db">, email: string): Promise<Doc<"users"> | null> {
  return await ctx.db
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .first();
}

async function hasDemoNote(ctx: Pick<QueryCtx, "db">, ownerId: Id<"users">): Promise<boolean> {
  const oldest = await ctx.db
    .query("notes")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId))
    .first();
  return oldest?.title === demoNotes[0]?.title;
}
