// Side effects of every write, by any caller: audit log, counts, quotas, the ids in lists, the owner of a team, and the cleanup
// after somebody leaves one. The builders pass this database to every mutation, so that neither a handler
// nor a cascade can skip them.
import type { GenericDatabaseWriter, AnyDataModel } from "convex/server";
import type { GenericId } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { DatabaseWriter, MutationCtx } from "../_generated/server";
import { followLists, listFields } from "../model/platform/listedIds";
import { forgetActor, isAudited, recordChange } from "../model/platform/audit";
import { knowledgeFollowers } from "../model/knowledge/followers";
import { keepOwner } from "../model/teams/ownership";
import { countStored, isCounted } from "../model/platform/quotas";
import { countMembers } from "../model/teams/teams";
import { recount } from "../model/tasks/taskCounts";
import type { Change, FindActor, Followers, Row } from "../lib/changes";

// Untyped, because every table is treated alike here.
type AnyWriter = GenericDatabaseWriter<AnyDataModel>;
type RowId = GenericId<string>;

/**
 * Makes the database of a mutation: each write to a followed table applies its side effects in the same transaction.
 * @param ctx the context as Convex gives it
 * @param findActor finds the actor of the writes; called with the first write that is recorded
 * @returns an unscoped database
 */
export function followedDb(ctx: MutationCtx, findActor: FindActor): DatabaseWriter {
  const raw = ctx.db as unknown as AnyWriter;
  const inTurn = queue();
  const follow = async <Result>(table: string, id: RowId | null, write: () => Promise<Result>) => {
    if (!isFollowed(table)) return await write();
    // One at a time: no other write may change the row before the side effects have run.
    return await inTurn(async () => {
      const before: Row | null = id === null ? null : await raw.get(table, id);
      const result = await write();
      const written = id ?? (result as RowId);
      const after: Row | null = await raw.get(table, written);
      await afterWrite(ctx, { table, id: written, before, after }, findActor);
      return result;
    });
  };
  const followed = {
    system: raw.system,
    vars: raw.vars,
    get: raw.get.bind(raw),
    query: raw.query.bind(raw),
    normalizeId: raw.normalizeId.bind(raw),
    insert: async (table: string, value: Row) =>
      await follow(table, null, () => raw.insert(table, value)),
    patch: async (table: string, id: RowId, changes: Row) =>
      await follow(table, id, () => raw.patch(table, id, changes)),
    replace: async (table: string, id: RowId, value: Row) =>
      await follow(table, id, () => raw.replace(table, id, value)),
    delete: async (table: string, id: RowId) =>
      await follow(table, id, () => raw.delete(table, id)),
  };
  const db = followed as unknown as DatabaseWriter;
  followedIn.set(db, ctx);
  return db;
}

/** The context that a followed database was made from. */
const followedIn = new WeakMap<object, MutationCtx>();

/**
 * Makes a user the actor of a job's writes: their quotas apply, and the audit log names them.
 * @param db the database of an internal mutation, as `followedDb` made it
 * @param user the user on whose behalf the job runs
 * @returns an unscoped database
 */
export function followedFor(db: DatabaseWriter, user: Doc<"users">): DatabaseWriter {
  const ctx = followedIn.get(db);
  if (ctx === undefined)
    throw new TypeError("NOT_FOLLOWED: this is not the database of a mutation of ours.");
  return followedDb(ctx, async () => user);
}

/** Side effects of a write, by table, besides the audit log and the quotas. */
const followers: Followers = {
  auditEvents: forgetActor,
  memberships: async (ctx, change, findActor) => {
    await countMembers(ctx, change);
    await keepOwner(ctx, change, (handOver) => recordChange(ctx, handOver, findActor));
    if (change.before === null || change.after !== null) return;
    const { teamId, userId } = change.before as Doc<"memberships">;
    // The tasks of a removed team are removed with it.
    if ((await ctx.db.get("teams", teamId)) === null) return;
    await ctx.scheduler.runAfter(0, internal.taskUpkeep.unassign, { teamId, userId });
  },
  tasks: async (ctx, { before, after }) =>
    await recount(ctx, before as Doc<"tasks"> | null, after as Doc<"tasks"> | null),
  users: async (ctx, change, findActor) =>
    await keepOwner(ctx, change, (handOver) => recordChange(ctx, handOver, findActor)),
  ...knowledgeFollowers,
};

function isFollowed(table: string): boolean {
  const hasLists = listFields(table).length > 0;
  return isAudited(table) || isCounted(table) || hasLists || Object.hasOwn(followers, table);
}

/** Runs the side effects on the database as Convex gives it, so that they have no side effects themselves. */
async function afterWrite(ctx: MutationCtx, change: Change, findActor: FindActor): Promise<void> {
  await recordChange(ctx, change, findActor);
  await followLists(ctx, change);
  if (isCounted(change.table)) await countStored(ctx, change, findActor);
  await followers[change.table]?.(ctx, change, findActor);
}

/** Runs functions one after the other, in the order of the calls. */
function queue() {
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work, work);
    last = mine;
    return await mine;
  };
}
