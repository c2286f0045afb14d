// The API of invitations: owners invite an address to their team, and its owner joins.
import { zid } from "@repo/validators/convex";
import { paths } from "@repo/validators/platform/paths";
import {
  type ReceivedInvitation,
  invitationInput,
  invitationLimits,
  invitationToken,
  publicInvitation,
  receivedInvitation,
} from "@repo/validators/teams/invitations";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { DatabaseReader } from "./_generated/server";
import { publicAccess } from "./lib/access";
import { appError } from "./lib/errors";
import { internalMutation, mutation, query } from "./builders/functions";
import type { MutationCtx } from "./lib/context";
import {
  findByToken,
  findInviter,
  join,
  mailInvitation,
  newSending,
  noSuchInvitation,
} from "./model/teams/invitations";
import { notify } from "./model/platform/notifications";
import { removeRows } from "./model/platform/removal";
import { isMember, requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

const OPEN_MAX = invitationLimits.perTeam;
export const EXPIRE_BATCH = 200;

/** The open invitations of a team, newest first, paginated. */
export const list = query({
  access: "invitations.read",
  args: { teamId: zid("teams"), paginationOpts },
  returns: pageOf(publicInvitation),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "invitations.read", args.teamId);
    return await ctx.db
      .query("invitations")
      .withIndex("by_teamId", (q) => q.eq("teamId", args.teamId))
      .order("desc")
      .paginate(clamp(args.paginationOpts));
  },
});

/** Invitations for the caller's confirmed address. */
export const listMine = query({
  access: "signedIn",
  args: { paginationOpts },
  returns: pageOf(receivedInvitation),
  handler: async (ctx, args) => {
    // Until an address is verified, anyone may claim it. No invitation is for the empty address.
    const email = isVerified(ctx.user) ? ctx.user.email : "";
    // Addressed to the caller, whatever teams they are in.
    const found = await ctx.unscopedDb
      .query("invitations")
      .withIndex("by_email_and_teamId", (q) => q.eq("email", email))
      .paginate(clamp(args.paginationOpts));
    const page = await Promise.all(found.page.map((row) => shownToInvited(ctx.unscopedDb, row)));
    return { ...found, page: page.flatMap((row) => row ?? []) };
  },
});

/** What the page of an invitation link shows. Null if the link is no longer valid. */
export const preview = query({
  access: publicAccess("the link has 256 random bits, and its holder may read the invitation"),
  args: { token: invitationToken },
  returns: receivedInvitation.nullable(),
  handler: async (ctx, { token }) => {
    const found = await findByToken(ctx.unscopedDb, token);
    return found && (await shownToInvited(ctx.unscopedDb, found));
  },
});

/** Invites an address to a team and mails the link. Returns the invitation's id. */
export const create = mutation({
  access: "invitations.create",
  rateLimit: "invitations.send",
  args: invitationInput.shape,
  returns: zid("invitations"),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "invitations.create", args.teamId);
    await checkInvitable(ctx, args);
    const { token, sending } = await newSending();
    const row = { ...args, ...sending, sentCount: 1, invitedBy: ctx.user._id };
    const id = await ctx.db.insert("invitations", row);
    await mail(ctx, row, token);
    await notifyInvited(ctx, args);
    return id;
  },
});

/** Mails an invitation again with a new link, valid for seven days; the old link becomes invalid. */
export const resend = mutation({
  access: "invitations.update",
  rateLimit: "invitations.send",
  args: { id: zid("invitations") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const invitation = await getOrThrow(ctx, "invitations", id);
    const { sentCount } = invitation;
    if (sentCount >= invitationLimits.sent) {
      throw appError(
        "CONFLICT",
        `This was mailed ${sentCount} times. Revoke it and create a new invitation.`,
      );
    }
    const { token, sending } = await newSending();
    // It counts as sent by its last sender: the previous one may no longer be an owner.
    const changes = { ...sending, sentCount: sentCount + 1, invitedBy: ctx.user._id };
    await ctx.db.patch("invitations", id, changes);
    await mail(ctx, { ...invitation, ...changes }, token);
  },
});

/** Revokes an invitation: its link becomes invalid. */
export const revoke = mutation({
  access: "invitations.remove",
  args: { id: zid("invitations") },
  returns: z.null(),
  handler: async (ctx, { id }) => await ctx.db.delete("invitations", id),
});

/** Joins the team of the link and returns it. The caller must be signed in with the invited address. */
export const accept = mutation({
  access: "signedIn",
  rateLimit: "invitations.answer",
  args: { token: invitationToken },
  returns: zid("teams"),
  handler: async (ctx, { token }) => {
    const invitation = await findByToken(ctx.unscopedDb, token);
    if (invitation === null) throw noSuchInvitation();
    if (invitation.email !== ctx.user.email) {
      throw appError("FORBIDDEN", "This invitation is for another e-mail address than yours.");
    }
    return await join(ctx, invitation);
  },
});

/** Joins the team of an invitation in the caller's list and returns it. */
export const acceptMine = mutation({
  access: "signedIn",
  rateLimit: "invitations.answer",
  args: { invitationId: zid("invitations") },
  returns: zid("teams"),
  handler: async (ctx, args) => await join(ctx, await getMine(ctx, args.invitationId)),
});

/** Removes an invitation from the caller's list. */
export const decline = mutation({
  access: "signedIn",
  rateLimit: "invitations.answer",
  args: { invitationId: zid("invitations") },
  returns: z.null(),
  handler: async (ctx, args) => {
    const { _id } = await getMine(ctx, args.invitationId);
    await ctx.unscopedDb.delete("invitations", _id);
  },
});

/** Removes expired invitations, in batches. Runs when one expires, and hourly by a cron. */
export const expire = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const old = await ctx.db
      .query("invitations")
      .withIndex("by_expiresAt", (q) => q.lte("expiresAt", Date.now()))
      .take(EXPIRE_BATCH);
    await removeRows(ctx, "invitations", old);
    if (old.length === EXPIRE_BATCH) {
      await ctx.scheduler.runAfter(0, internal.invitations.expire, {});
    }
  },
});

/** An invitation for the caller's verified address. */
async function getMine(ctx: MutationCtx<"signedIn">, id: Id<"invitations">) {
  // Addressed to the caller, whatever teams they are in.
  const invitation = await ctx.unscopedDb.get("invitations", id);
  const isMine = invitation?.email === ctx.user.email && isVerified(ctx.user);
  if (invitation === null || !isMine) throw noSuchInvitation();
  return invitation;
}

/** Refuses only for reasons that the owner can see. Whether the address has an account is not one of them. */
async function checkInvitable(
  ctx: MutationCtx<"invitations.create">,
  { teamId, email }: { teamId: Id<"teams">; email: string },
): Promise<void> {
  // Members know each other's addresses; whether anyone else has an account must not change the result.
  const account = await ctx.unscopedDb
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .first();
  if (account !== null && (await isMember(ctx, account._id, teamId))) {
    throw appError("CONFLICT", `${email} is already in the team.`);
  }
  const same = await ctx.unscopedDb
    .query("invitations")
    .withIndex("by_email_and_teamId", (q) => q.eq("email", email).eq("teamId", teamId))
    .first();
  if (same !== null)
    throw appError("CONFLICT", `${email} is already invited. Send the invitation again.`);
  const open = await ctx.db
    .query("invitations")
    .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
    .take(OPEN_MAX);
  if (open.length < OPEN_MAX) return;
  throw appError(
    "CONFLICT",
    `A team can have at most ${OPEN_MAX} open invitations. Revoke some first.`,
  );
}

/** Mails the link, and schedules the removal of the invitation when the link expires. */
async function mail(
  ctx: MutationCtx<"invitations.create" | "invitations.update">,
  { teamId, email, expiresAt }: Pick<Doc<"invitations">, "teamId" | "email" | "expiresAt">,
  token: string,
): Promise<void> {
  await ctx.scheduler.runAt(expiresAt, internal.invitations.expire, {});
  const { name } = await getOrThrow(ctx, "teams", teamId);
  await mailInvitation(ctx, { to: email, teamName: name, inviterName: ctx.user.name, token });
}

/** Notifies the invited person in the app, too, if their address is confirmed. The caller does not learn whether. */
async function notifyInvited(
  ctx: MutationCtx<"invitations.create">,
  { teamId, email }: { teamId: Id<"teams">; email: string },
): Promise<void> {
  // The account is only notified; the response does not depend on it.
  const invited = await ctx.unscopedDb
    .query("users")
    .withIndex("email", (q) => q.eq("email", email))
    .first();
  if (invited === null || !isVerified(invited)) return;
  const { name } = await getOrThrow(ctx, "teams", teamId);
  const title = `${ctx.user.name} invites you to ${name}`;
  await notify(ctx, {
    userId: invited._id,
    kind: "invitationReceived",
    title,
    link: paths.invitations(),
  });
}

/** Null for an invitation that nobody could accept. */
async function shownToInvited(
  db: DatabaseReader,
  invitation: Doc<"invitations">,
): Promise<ReceivedInvitation | null> {
  const { _id, teamId, email, role, expiresAt } = invitation;
  const team = await db.get("teams", teamId);
  const inviter = team && (await findInviter(db, invitation));
  if (!team || !inviter) return null;
  const names = { teamName: team.name, inviterName: inviter.name };
  return { invitationId: _id, ...names, email, role, expiresAt };
}

function isVerified({ emailVerificationTime }: Doc<"users">): boolean {
  return emailVerificationTime !== undefined;
}
