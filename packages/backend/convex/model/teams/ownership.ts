// The invariant of teams: as long as anyone in a team can sign in, one of its owners can. `writes.ts` checks
// it on every write to a membership or a person, so no function, cascade or migration can skip it.
import { paths } from "@repo/validators/platform/paths";
import { teamLimits } from "@repo/validators/teams/teams";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, MutationCtx } from "../../_generated/server";
import { whyShutOut } from "../../lib/access";
import { appError } from "../../lib/errors";
import type { Change } from "../../lib/changes";
import { notify } from "../platform/notifications";

const MEMBERS_MAX = teamLimits.members;
const TEAMS_MAX = teamLimits.perPerson;

/** Records the handover, which is a write of its own. */
type Recorder = (change: Change) => Promise<void>;

/**
 * Keeps the invariant after a write to `memberships` or `users`. Removing the last owner who can sign in
 * is refused. Locking that owner out (a ban, a removal) is not: the team is handed over to the longest-standing
 * member who can sign in.
 * @param ctx the context of a mutation, as Convex gives it
 * @param change the row before and after the write
 * @param record records the handover, if there is one
 * @throws CONFLICT when the write takes away the last owner who can sign in
 */
export async function keepOwner(ctx: MutationCtx, change: Change, record: Recorder): Promise<void> {
  const teams =
    change.table === "memberships" ? await ofMembership(ctx, change) : await ofPerson(ctx, change);
  for (const teamId of teams) await handOver(ctx, teamId, record);
}

async function ofMembership(ctx: MutationCtx, change: Change): Promise<Id<"teams">[]> {
  const [before, after] = [change.before, change.after] as (Doc<"memberships"> | null)[];
  const isTaken = before?.role === "owner" && after?.role !== "owner";
  if (isTaken && (await canSignIn(ctx.db, before.userId))) {
    await assertHasOwner(ctx.db, before.teamId);
  }
  return [before, after].flatMap((row) => row?.teamId ?? []);
}

/** The teams of a person who was locked out or let in again. */
async function ofPerson(ctx: MutationCtx, { id, before, after }: Change): Promise<Id<"teams">[]> {
  const isFree = (row: unknown) => row !== null && whyShutOut(row as Doc<"users">) === null;
  if (before === null || isFree(before) === isFree(after)) return [];
  const memberships = await ctx.db
    .query("memberships")
    .withIndex("by_userId", (q) => q.eq("userId", id as Id<"users">))
    .take(TEAMS_MAX);
  return memberships.map(({ teamId }) => teamId);
}

async function assertHasOwner(db: DatabaseReader, teamId: Id<"teams">): Promise<void> {
  if ((await db.get("teams", teamId)) === null) return;
  if ((await findOwner(db, teamId)) !== null) return;
  const message =
    "A team needs an owner who can sign in. Make somebody else an owner first, or remove the team.";
  throw appError("CONFLICT", message);
}

/** Makes the longest-standing member who can sign in an owner of a team that has no owner who can. */
async function handOver(ctx: MutationCtx, teamId: Id<"teams">, record: Recorder): Promise<void> {
  const team = await ctx.db.get("teams", teamId);
  if (team === null || (await findOwner(ctx.db, teamId)) !== null) return;
  const members = await ctx.db
    .query("memberships")
    .withIndex("by_teamId", (q) => q.eq("teamId", teamId))
    .take(MEMBERS_MAX);
  const next = await findFree(ctx.db, members);
  if (next === null) return;
  const { _id: id, userId } = next;
  await ctx.db.patch("memberships", id, { role: "owner" });
  const after = { ...next, role: "owner" as const };
  await record({ table: "memberships", id, before: next, after });
  const title = `You are now an owner of ${team.name}: no other owner can sign in`;
  const link = paths.members(teamId);
  await notify(ctx, { userId, kind: "teamRoleChanged", title, link });
}

/**
 * Finds an owner of a team who can sign in.
 * @param db an unscoped database
 * @returns their membership, or null when none can
 */
export async function findOwner(
  db: DatabaseReader,
  teamId: Id<"teams">,
): Promise<Doc<"memberships"> | null> {
  const owners = await db
    .query("memberships")
    .withIndex("by_teamId_and_role", (q) => q.eq("teamId", teamId).eq("role", "owner"))
    .take(MEMBERS_MAX);
  return await findFree(db, owners);
}

/** The first of the members who can sign in. */
async function findFree(
  db: DatabaseReader,
  members: readonly Doc<"memberships">[],
): Promise<Doc<"memberships"> | null> {
  for (const membership of members) {
    if (await canSignIn(db, membership.userId)) return membership;
  }
  return null;
}

async function canSignIn(db: DatabaseReader, userId: Id<"users">): Promise<boolean> {
  const person = await db.get("users", userId);
  return person !== null && whyShutOut(person) === null;
}
