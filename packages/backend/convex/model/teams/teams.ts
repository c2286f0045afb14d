// Who is in which team: the only place that reads and changes it.
import { teamLimits } from "@repo/validators/teams/teams";
import type { TeamRole } from "@repo/validators/teams/memberships";
import { internal } from "../../_generated/api";
import type { Doc, Id } from "../../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter, MutationCtx } from "../../_generated/server";
import { type Caller, scopeOf } from "../../lib/access";
import { appError } from "../../lib/errors";
import { type Permission, rowsInTeam } from "@repo/validators/access";

const TEAMS_MAX = teamLimits.perPerson;

/** A context with an unscoped database: a handler's own, or that of an internal function. */
type AnyCtx = { db: DatabaseReader; unscopedDb?: DatabaseReader };

/** The context of a public function with a signed-in caller. */
type CallerCtx = { user: Caller<"signedIn">; unscopedDb: DatabaseReader };

/**
 * Finds a person's membership of a team. It may outlast the team for a short time: use
 * `findLiveMembership` for what a person does in it.
 * @param db an unscoped database
 * @returns the membership, or null
 */
export async function findMembership(
  db: DatabaseReader,
  userId: Id<"users">,
  teamId: Id<"teams">,
): Promise<Doc<"memberships"> | null> {
  return await db
    .query("memberships")
    .withIndex("by_teamId_and_userId", (q) => q.eq("teamId", teamId).eq("userId", userId))
    .first();
}

/**
 * Reads the teams of a person's memberships.
 * @param db an unscoped database
 * @returns each team with the person's role; a team that is being removed is left out
 */
export async function teamsOf(
  db: DatabaseReader,
  memberships: readonly Doc<"memberships">[],
): Promise<(Doc<"teams"> & { myRole: TeamRole })[]> {
  const teams = memberships.map(async ({ teamId, role }) => {
    const team = await db.get("teams", teamId);
    return team === null ? [] : [{ ...team, myRole: role }];
  });
  return (await Promise.all(teams)).flat();
}

/**
 * Finds a person's membership of a team that exists. The memberships of a large team are removed in batches,
 * and a person who still has one must add nothing to the team: no batch would remove it.
 * @param db an unscoped database
 * @returns the membership, or null
 */
export async function findLiveMembership(
  db: DatabaseReader,
  userId: Id<"users">,
  teamId: Id<"teams">,
): Promise<Doc<"memberships"> | null> {
  const membership = await findMembership(db, userId, teamId);
  return membership !== null && (await db.get("teams", teamId)) !== null ? membership : null;
}

/**
 * Says whether a person is in a team, for any caller.
 * @param ctx the context of any query or mutation
 */
export async function isMember(
  ctx: AnyCtx,
  userId: Id<"users">,
  teamId: Id<"teams">,
): Promise<boolean> {
  return (await findLiveMembership(ctx.unscopedDb ?? ctx.db, userId, teamId)) !== null;
}

/**
 * Ensures that the caller is in a team, whatever their role in the app.
 * @param ctx the context of the caller's function
 * @returns their membership
 * @throws NOT_FOUND for a team that is not theirs, as for one that does not exist
 */
export async function requireMembership(
  ctx: CallerCtx,
  teamId: Id<"teams">,
): Promise<Doc<"memberships">> {
  const membership = await findLiveMembership(ctx.unscopedDb, ctx.user._id, teamId);
  if (membership === null) throw noSuchTeam();
  return membership;
}

/**
 * Ensures that a permission covers the rows of a team, before a list reads them. Its scope decides: every
 * team, the caller's teams, or those that they own.
 * @param ctx the context of the caller's function
 * @param permission the permission, such as `"tasks.read"`
 * @param teamId as the client sent it
 * @returns whether the caller reaches all rows of the team, or those that they created
 * @throws NOT_FOUND for a team outside the caller's scope, FORBIDDEN where their role in it is not enough
 */
export async function requireTeam(
  ctx: CallerCtx,
  permission: Permission,
  teamId: Id<"teams">,
): Promise<"team" | "own"> {
  const scope = scopeOf(ctx.user, permission);
  if (scope === "all") {
    if ((await ctx.unscopedDb.get("teams", teamId)) === null) throw noSuchTeam();
    return "team";
  }
  const { role } = await requireMembership(ctx, teamId);
  const rows = rowsInTeam(role, scope, permission);
  if (rows !== null) return rows;
  throw appError("FORBIDDEN", `Your role in the team, ${role}, does not include this.`);
}

/**
 * Adds a person to a team.
 * @param db an unscoped database
 * @returns the id of the membership
 * @throws CONFLICT when they are already in it, when it is full, or when they are in too many
 */
export async function addMember(
  db: DatabaseWriter,
  membership: { teamId: Id<"teams">; userId: Id<"users">; role: TeamRole },
): Promise<Id<"memberships">> {
  const { teamId, userId } = membership;
  const team = await db.get("teams", teamId);
  if (team === null) throw noSuchTeam();
  if ((await findMembership(db, userId, teamId)) !== null) {
    throw appError("CONFLICT", `This person is already in "${team.name}".`);
  }
  if (team.memberCount >= teamLimits.members) {
    throw appError(
      "CONFLICT",
      `A team may have ${teamLimits.members} members, and this one has no room.`,
    );
  }
  const others = await db
    .query("memberships")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .take(TEAMS_MAX);
  if (others.length >= TEAMS_MAX) {
    throw appError("CONFLICT", `You can be in at most ${TEAMS_MAX} teams. Leave one first.`);
  }
  return await db.insert("memberships", membership);
}

/**
 * Updates the count of a team's members, and removes a team without members. Runs after every write to a
 * membership.
 * @param ctx the context of a mutation, as Convex gives it
 * @param change the membership before and after
 */
export async function countMembers(
  ctx: Pick<MutationCtx, "db" | "scheduler">,
  { before, after }: { before: object | null; after: object | null },
): Promise<void> {
  if ((before === null) === (after === null)) return;
  const { teamId } = (after ?? before) as Doc<"memberships">;
  const team = await ctx.db.get("teams", teamId);
  if (team === null) return;
  const change = after === null ? -1 : 1;
  await ctx.db.patch("teams", teamId, { memberCount: team.memberCount + change });
  if (after === null) await ctx.scheduler.runAfter(0, internal.memberships.settle, { teamId });
}

function noSuchTeam() {
  return appError("NOT_FOUND", `There is no such row in "teams", or you do not have access to it.`);
}
