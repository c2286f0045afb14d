// What inviting takes beside the row: the secret in the link, the e-mail, and joining by it.
import { grantFor } from "@repo/validators/access";
import { APP_NAME } from "@repo/validators/app";
import { toSingleLine } from "@repo/validators/fields";
import { invitationLimits } from "@repo/validators/teams/invitations";
import type { Doc, Id } from "../../_generated/dataModel";
import { type DatabaseReader, env } from "../../_generated/server";
import { whyShutOut } from "../../lib/access";
import { appError } from "../../lib/errors";
import type { MutationCtx } from "../../lib/context";
import { countFor } from "../platform/rateLimits";
import { sendEmail } from "../platform/email";
import { notify } from "../platform/notifications";
import { removeRow } from "../platform/removal";
import { addMember, findMembership } from "./teams";

const TOKEN_BYTES = 32;
/** Where the web app runs when SITE_URL does not say. */
const LOCAL_SITE = "http://localhost:5173";

/** What a row gets each time that its link is mailed. */
export type Sending = Pick<Doc<"invitations">, "tokenHash" | "expiresAt" | "sentAt">;

/**
 * Makes a new secret for an invitation. The one before works no more once the row has the new hash.
 * @returns the secret, for the e-mail alone, and what the row keeps
 */
export async function newSending(): Promise<{ token: string; sending: Sending }> {
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const sentAt = Date.now();
  const expiresAt = sentAt + invitationLimits.validFor;
  return { token, sending: { tokenHash: await hashOf(token), sentAt, expiresAt } };
}

/**
 * Mails an invitation. Whether the address has an account makes no difference.
 * @param ctx the context of the mutation that wrote the row
 * @param mail whom, to which team, by whom, and the secret
 * @throws RATE_LIMITED when the address got too many
 */
export async function mailInvitation(
  ctx: MutationCtx,
  mail: { to: string; teamName: string; inviterName: string; token: string },
): Promise<void> {
  const { to, token } = mail;
  await countFor(ctx, "invitations.sendTo", to);
  // Names are what people typed: on a line of their own they would pass for words of the app.
  const [teamName, inviterName] = [toSingleLine(mail.teamName), toSingleLine(mail.inviterName)];
  await sendEmail(ctx, {
    to,
    kind: "invitation",
    subject: `${inviterName} invites you to ${teamName}`,
    text: [
      `${inviterName} invites you to join the team "${teamName}" on ${APP_NAME}.`,
      `Sign in or sign up as ${to}, then open this link. It works once, within seven days:`,
      new URL(`/invitations/${token}`, env.SITE_URL ?? LOCAL_SITE).href,
      "If you do not expect this invitation, ignore this e-mail.",
    ].join("\n\n"),
  });
}

/**
 * Finds the invitation that a link leads to.
 * @param db a database with every row: the holder of the link may not have an account yet
 * @param token what stands in the link
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
 * Finds who stands behind an invitation: somebody who was taken out of a team brings nobody into it, and
 * least of all themselves under another address.
 * @param db a database with every row
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
  return membership?.role === "owner" ? inviter : null;
}

/**
 * Puts the caller into the team that they are invited to, and uses the invitation up.
 * @param ctx the context of the caller's mutation
 * @param invitation for the caller's address, as has been checked
 * @returns the team
 * @throws NOT_FOUND when it stands no more or has expired, CONFLICT when the team is full
 */
export async function join(
  ctx: MutationCtx<"signedIn">,
  invitation: Doc<"invitations">,
): Promise<Id<"teams">> {
  const { teamId, role, invitedBy, expiresAt } = invitation;
  if (expiresAt <= Date.now()) throw noSuchInvitation();
  if ((await findInviter(ctx.unscopedDb, invitation)) === null) throw noSuchInvitation();
  // No scope covers a team that one is not in yet.
  await addMember(ctx.unscopedDb, { teamId, userId: ctx.user._id, role });
  await removeRow({ ...ctx, db: ctx.unscopedDb }, "invitations", invitation._id);
  const team = await ctx.unscopedDb.get("teams", teamId);
  const title = `${ctx.user.name} joined ${team?.name ?? "your team"}`;
  await notify(ctx, { userId: invitedBy, kind: "invitationAccepted", title, link: "/teams" });
  return teamId;
}

/** The same for one that is gone, expired, or somebody else's: nobody learns which addresses are invited. */
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
