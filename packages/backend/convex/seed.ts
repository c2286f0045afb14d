// The data of a fresh development copy: `convex run seed:run`, as `pnpm dev` does on every start.
import { createAccount } from "@convex-dev/auth/server";
import { roles } from "@repo/validators/access";
import { demoAccounts } from "@repo/validators/demo";
import type { NoteInput } from "@repo/validators/notes";
import { signUpInput, user } from "@repo/validators/users";
import { z } from "zod";
import { internal } from "./_generated/api";
import { type ActionCtx, env } from "./_generated/server";
import { appError } from "./errors";
import { internalAction, internalMutation } from "./functions";

/** The newest note is shown first, so the first to be read stands last. */
const demoNotes: readonly NoteInput[] = [
  {
    title: "Make it yours",
    body: "The functions behind this page are in packages/backend/convex.",
  },
  { title: "Open a second tab", body: "Add a note there, and it appears here without a reload." },
  { title: "Welcome", body: "This note is yours alone. Change it, or add another." },
];

/** Creates the demo accounts with their notes, once. Answers the addresses of those it created. */
export const run = internalAction({
  args: {},
  returns: z.array(user.shape.email),
  handler: async (ctx) => {
    if (env.GROUNDWORK_DEMO !== "1") {
      throw appError(
        "FORBIDDEN",
        "Demo accounts have public passwords. Where that is fine: convex env set GROUNDWORK_DEMO 1",
      );
    }
    const created: string[] = [];
    for (const { role, ...account } of demoAccounts) {
      // eslint-disable-next-line no-restricted-syntax -- one transaction each: hashing a password takes its time
      const isNew: boolean = await ctx.runMutation(internal.seed.addAccount, { account, role });
      if (isNew) created.push(account.email);
    }
    return created;
  },
});

/** Creates one account and its notes in one transaction, unless somebody has its address already. */
export const addAccount = internalMutation({
  args: { account: signUpInput, role: z.enum(roles) },
  returns: z.boolean(),
  handler: async (ctx, { account: { password, ...profile }, role }) => {
    const existing = await ctx.db
      .query("users")
      .withIndex("email", (q) => q.eq("email", profile.email))
      .first();
    if (existing !== null) return false;
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
