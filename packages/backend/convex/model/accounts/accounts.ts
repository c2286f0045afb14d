// How an account is removed: refused at once where it would strand others, then emptied in the background.
// The user's own row goes last, so that its absence shows that nothing is left.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import { teamLimits } from "@repo/validators/teams/teams";
import type { GenericDataModel, GenericDatabaseWriter } from "convex/server";
import type { Doc, Id } from "../../_generated/dataModel";
import { appError } from "../../lib/errors";
import {
  type References,
  type Referring,
  fieldsThatLeadTo,
  references,
  referringRows,
} from "../platform/references";
import {
  REMOVAL_BATCH,
  type RemovalOptions,
  type Remover,
  type Step,
  hasRoom,
  newBudget,
  removeRow,
  removeRows,
  startRemoval,
} from "../platform/removal";
import { endSessions } from "./sessions";

/** How many rows that hold the person's address one transaction removes, of each table. */
const ADDRESS_BATCH = 25;

const TEAMS_MAX = teamLimits.perPerson;

/**
 * Locks a person out for good, and removes them from the teams that they share with others. A team of theirs
 * alone is removed later: it may hold more than one transaction can remove.
 * @param ctx a context with an unscoped database
 * @param user the person, who asked for it
 * @param map the references to apply; default: the app's own
 * @throws CONFLICT when they are the last admin, the last owner who can sign in of a team with others in it,
 *   or referenced by a row with `restrict`
 */
export async function startLeaving(
  ctx: Remover,
  user: Doc<"users">,
  map: References = references,
): Promise<void> {
  await assertOtherAdmin(ctx, user);
  for (const at of fieldsThatLeadTo("users", map).filter(holdsBack)) {
    if ((await referringRows(ctx, at, user._id).first()) === null) continue;
    throw appError("CONFLICT", `You are still named in "${at.table}", as its ${at.field}.`);
  }
  await leaveSharedTeams(ctx, user._id);
  // A leaving admin loses the role, so that two admins who leave at once cannot both go.
  await ctx.db.patch("users", user._id, { role: "member", leavingSince: Date.now() });
  await endSessions(ctx, user._id);
  await startRemoval(ctx, { table: "users", rowId: user._id });
}

/**
 * Removes the next rows of somebody who is leaving, and in the end their own.
 * @param ctx a context with an unscoped database
 * @param userId the person
 * @param map the references to apply; default: the app's own
 * @returns `more` when there is more to do, `held` when rows of other people block the rest,
 *   `done` when nothing is left; and how many rows were removed or cleared
 */
export async function leaveOn(
  ctx: Remover,
  userId: Id<"users">,
  map: References = references,
): Promise<Step> {
  const user = await ctx.db.get("users", userId);
  if (user?.leavingSince === undefined) return { state: "done", done: 0 };
  const budget = newBudget();
  const step = (state: Step["state"]): Step => ({ state, done: REMOVAL_BATCH - budget.left });
  if (await leaveNextTeam(ctx, userId, budget)) return step("more");
  if (await forgetAddress(ctx, user.email)) return step("more");
  let isHeld = false;
  for (const at of fieldsThatLeadTo("users", map)) {
    // The newest first: a team that is removed at the same time removes its rows from the oldest on, and the two
    // would conflict over the same rows.
    for await (const row of referringRows(ctx, at, userId).order("desc")) {
      if (!(await hasRoom(ctx, budget))) return step("more");
      if (!(await letGo(ctx, at, String(row._id), { map, budget }))) isHeld = true;
    }
  }
  if (isHeld) return step(budget.left < REMOVAL_BATCH ? "more" : "held");
  await removeRow(ctx, "users", userId, { map, budget });
  return step("done");
}

/**
 * Ensures that the app keeps an admin without this person.
 * @param ctx a context with an unscoped database
 * @param user the person
 * @throws CONFLICT when there is no other
 */
export async function assertOtherAdmin(
  ctx: Pick<Remover, "db">,
  user: Doc<"users">,
): Promise<void> {
  if (user.role !== "admin") return;
  const admins = await ctx.db
    .query("users")
    .withIndex("by_role", (q) => q.eq("role", "admin"))
    .take(2);
  if (admins.some(({ _id }) => _id !== user._id)) return;
  throw appError("CONFLICT", "You are the last admin. Make somebody else an admin first.");
}

async function leaveSharedTeams(ctx: Remover, userId: Id<"users">): Promise<void> {
  const memberships = await ctx.db
    .query("memberships")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .take(TEAMS_MAX);
  for (const { _id, teamId } of memberships) {
    if (!(await isShared(ctx, teamId))) continue;
    await removeRow(ctx, "memberships", _id);
  }
}

/** Removes a person from one team, and the team if nobody else is in it; false when they are in none. */
async function leaveNextTeam(
  ctx: Remover,
  userId: Id<"users">,
  budget: RemovalOptions["budget"],
): Promise<boolean> {
  const membership = await ctx.db
    .query("memberships")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .first();
  if (membership === null) return false;
  const { _id, teamId } = membership;
  // Somebody may have joined meanwhile: the team is theirs then, as `teams/ownership.ts` ensures.
  if (!(await isShared(ctx, teamId))) await removeRow(ctx, "teams", teamId, { budget });
  await removeRow(ctx, "memberships", _id, { budget });
  return true;
}

/** Removes rows that hold a person's address, which no reference covers; true when there may be more. */
async function forgetAddress(ctx: Remover, email: string): Promise<boolean> {
  const codes = await ctx.db
    .query("authCodes")
    .withIndex("by_email_and_purpose", (q) => q.eq("email", email))
    .take(ADDRESS_BATCH);
  const mails = await ctx.db
    .query("emails")
    .withIndex("by_to", (q) => q.eq("to", email))
    .take(ADDRESS_BATCH);
  const invitations = await ctx.db
    .query("invitations")
    .withIndex("by_email_and_teamId", (q) => q.eq("email", email))
    .take(ADDRESS_BATCH);
  for (const { _id } of codes) await ctx.db.delete("authCodes", _id);
  await removeRows(ctx, "emails", mails);
  await removeRows(ctx, "invitations", invitations);
  return [codes, mails, invitations].some(({ length }) => length === ADDRESS_BATCH);
}

/** Whether somebody else is in a person's team; false for one that is being removed. */
async function isShared(ctx: Remover, teamId: Id<"teams">): Promise<boolean> {
  if ((await ctx.db.get("teams", teamId)) === null) return false;
  const members = await ctx.db
    .query("memberships")
    .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
    .take(2);
  return members.length > 1;
}

/** Whether a reference to a person blocks their removal: rows that they own are removed with them. */
function holdsBack({ table, field, onRemove }: Referring): boolean {
  return onRemove === "restrict" && !isOwn(table, field);
}

function isOwn(table: string, field: string): boolean {
  return (accessMatrix as AccessMatrix)[table]?.columns?.own === field;
}

/** Removes or clears one row; false for one that stays because other rows restrict its removal. */
async function letGo(
  ctx: Remover,
  at: Referring,
  id: string,
  { map, budget }: Required<RemovalOptions>,
): Promise<boolean> {
  const rows = ctx.db as unknown as GenericDatabaseWriter<GenericDataModel>;
  if ((await rows.get(at.table, id as never)) === null) return true;
  if (at.onRemove === "clear") {
    budget.left -= 1;
    await rows.patch(at.table, id as never, { [at.field]: undefined });
    return true;
  }
  if (holdsBack(at) || (await isInUse(ctx, at.table, id, map))) return false;
  await removeRow(ctx, at.table, id, { map, budget });
  return true;
}

async function isInUse(ctx: Remover, table: string, id: string, map: References): Promise<boolean> {
  const keeping = fieldsThatLeadTo(table, map).filter(({ onRemove }) => onRemove === "restrict");
  for (const at of keeping) {
    const [first, second] = await referringRows(ctx, at, id).take(2);
    // A row may refer to itself.
    if (first !== undefined && (String(first._id) !== id || second !== undefined)) return true;
  }
  return false;
}
