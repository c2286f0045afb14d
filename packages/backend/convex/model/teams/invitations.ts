// Invitations besides their rows: the secret in the link, the e-mail, and joining.
import { grantFor, rowsInTeam } from "@repo/validators/access";
import { APP_NAME } from "@repo/validators/app";
import { toSingleLine } from "@repo/validators/fields";
import { paths } from "@repo/validators/platform/paths";
import { invitationLimits } from "@repo/validators/teams/invitations";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader } from "../../_generated/server";
import { whyShutOut } from "../../lib/access";
import { appError } from "../../lib/errors";
import type { MutationCtx } from "../../lib/context";
import { countFor } from "../platform/rateLimits";
import { sendEmail } from "../platform/email";
import { type Message, message } from "../platform/emailContent";
import { notify } from "../platform/notifications";
import { removeRow } from "../platform/removal";
import { addMember, findMembership } from "./teams";

const TOKEN_BYTES = 32;

/** The fields that change each time the link is mailed. */
export type Sending = Pick<Doc<"invitations">, "tokenHash" | "expiresAt" | "sentAt">;

/**
 * Makes a new secret for an invitation. The previous one is invalid once the row has the new hash.
 * @returns the secret, for the e-mail only, and the fields for the row
 */
export async function newSending(): Promise<{ token: string; sending: Sending }> {
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const sentAt = Date.now();
  const expiresAt = sentAt + invitationLimits.validFor;
  return { token, sending: { tokenHash: await hashOf(token), sentAt, expiresAt } };
}

interface Invited {
  to: string;
  teamName: string;
  inviterName: string;
  token: string;
}

/**
 * Mails an invitation. Whether the address has an account makes no difference.
 * @param ctx the context of the mutation that wrote the row
 * @param mail the address, the team, the inviter, and the secret
 * @throws RATE_LIMITED when the address got too many
 */
export async function mailInvitation(ctx: MutationCtx, mail: Invited): Promise<void> {
  const { to } = mail;
  await countFor(ctx, "invitations.sendTo", to);
  await sendEmail(ctx, { to, ...invitationEmail(mail) });
}

/** Writes the e-mail of an invitation: for whom, to which team, by whom, and the secret of its link. */
export function invitationEmail(mail: Invited): Message {
  // People choose names: on a line of their own they could pass for words of the app.
  const [teamName, inviterName] = [toSingleLine(mail.teamName), toSingleLine(mail.inviterName)];
  return message(
    "invitation",
    `${inviterName} invites you to ${teamName}`,
    `${inviterName} invites you to join the team "${teamName}" on ${APP_NAME}.`,
    `Sign in or sign up as ${mail.to}, then open this link. It works once, within seven days:`,
    { page: paths.invitation(mail.token) },
    "If you do not expect this invitation, ignore this e-mail.",
  );
}

/**
 * Finds the invitation of a link.
 * @param db an unscoped database: the holder of the link may not have an account yet
 * @param token the secret in the link
 * @returns the row, or null for a link that is used, revoked, replaced, or made up
 */
export async function findByToken(
  db: DatabaseReader,
  token: string,
): Promise<Doc<"invitations"> | null> {
  const tokenHash = await hashOf(token);
  return await db
    .query("invitations")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
}

/**
 * Finds the inviter, if they may still invite: a person who was removed from a team must not bring anyone into
 * it, least of all themselves with another address.
 * @param db an unscoped database
 * @returns the person who invited, or null when they may no longer invite
 */
export async function findInviter(
  db: DatabaseReader,
  { teamId, invitedBy }: Doc<"invitations">,
): Promise<Doc<"users"> | null> {
  const inviter = await db.get("users", invitedBy);
  if (inviter === null || whyShutOut(inviter) !== null) return null;
  const grant = grantFor(inviter.role, "invitations", "create");
  if (grant === null) return null;
  if (grant.scope === "all") return inviter;
  const membership = await findMembership(db, invitedBy, teamId);
  const rows = membership && rowsInTeam(membership.role, grant.scope, "invitations.create");
  return rows === "team" ? inviter : null;
}

/**
 * Adds the caller to the team of an invitation, and removes the invitation.
 * @param ctx the context of the caller's mutation
 * @param invitation an invitation for the caller's address, which the calling code has checked
 * @returns the team
 * @throws NOT_FOUND when it is gone or has expired, CONFLICT when the team is full
 */
export async function join(
  ctx: MutationCtx<"signedIn">,
  invitation: Doc<"invitations">,
): Promise<Id<"teams">> {
  const { teamId, role, invitedBy, expiresAt } = invitation;
  if (expiresAt <= Date.now()) throw noSuchInvitation();
  if ((await findInviter(ctx.unscopedDb, invitation)) === null) throw noSuchInvitation();
  // No scope covers a team that the caller is not in yet.
  await addMember(ctx.unscopedDb, { teamId, userId: ctx.user._id, role });
  await removeRow({ ...ctx, db: ctx.unscopedDb }, "invitations", invitation._id);
  const team = await ctx.unscopedDb.get("teams", teamId);
  const title = `${ctx.user.name} joined ${team?.name ?? "your team"}`;
  const link = paths.members(teamId);
  await notify(ctx, { userId: invitedBy, kind: "invitationAccepted", title, link });
  return teamId;
}

/** The same error for one that is gone, expired, or somebody else's, so that nobody learns which addresses are invited. */
export function noSuchInvitation() {
  return appError("NOT_FOUND", "This invitation no longer exists. Ask for a new one.");
}

async function hashOf(token: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
