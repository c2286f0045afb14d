// The audit log: writes to the tables listed here are recorded automatically; for other actions, such as a
// download, there is `recordEvent`.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import {
  type AuditDetail,
  type AuditEvent,
  type AuditValue,
  auditEvent,
} from "@repo/validators/platform/auditEvents";
import { compareValues } from "convex/values";
import type { Doc, Id, TableNames } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { findCaller } from "../../lib/access";
import type { Change, Row } from "../../lib/changes";
import { type Reference, references } from "./references";
import { requestOf } from "../../lib/clientAddress";

/** What is recorded of an audited table. Of other fields the log holds only the name. */
interface Audited<Table extends TableNames> {
  /** Fields whose values are recorded: closed sets, ids, numbers and timestamps; no texts, no secrets. */
  recorded: readonly (keyof Doc<Table>)[];
  /** Derived fields; a change of these alone is no event. */
  derived?: readonly (keyof Doc<Table>)[];
}

/** The tables whose every write is recorded. */
export const auditedTables = {
  invitations: { recorded: ["role", "teamId"] },
  memberships: { recorded: ["role", "teamId", "userId"] },
  tasks: {
    recorded: ["assigneeId", "creatorId", "deletedAt", "dueAt", "priority", "status"],
    derived: ["closedAt"],
  },
  teams: { recorded: [], derived: ["memberCount"] },
  // An address is verified by signing up and by resetting the password, which are recorded themselves.
  users: { recorded: ["role", "bannedAt", "leavingSince"], derived: ["emailVerificationTime"] },
} as const satisfies { readonly [Table in TableNames]?: Audited<Table> };

export const auditedTableNames = Object.keys(auditedTables) as (keyof typeof auditedTables)[];

const audited: Partial<
  Record<string, { recorded: readonly string[]; derived?: readonly string[] }>
> = auditedTables;

export interface AuditedAct {
  /** A table and a verb: `files.download`. */
  action: string;
  table: TableNames;
  rowId: string;
  /** The team whose row it is: its owners read the event, too. */
  teamId?: Id<"teams">;
  /** Small facts; no secrets, and no text that a person wrote. */
  details?: Record<string, AuditValue>;
}

/**
 * Says whether writes to a table are recorded automatically.
 * @param table a table's name
 */
export function isAudited(table: string): boolean {
  return Object.hasOwn(audited, table);
}

/**
 * Records an action, in the transaction that performs it. Writes to audited tables need no call.
 * @param ctx the context of a mutation, of ours or as Convex gives it
 * @param act what was done
 * @throws TypeError from the shape when a detail is too long
 */
export async function recordEvent(
  ctx: MutationCtx & { user?: Doc<"users"> | null; unscopedDb?: MutationCtx["db"] },
  { details = {}, ...act }: AuditedAct,
): Promise<void> {
  // The caller's own database may hide their row, and takes no events.
  const every: MutationCtx = { ...ctx, db: ctx.unscopedDb ?? ctx.db };
  const actor = ctx.user === undefined ? await findCaller(every) : ctx.user;
  const values = Object.entries(details).map(([field, to]) => ({ field, to }));
  await insertEvent(every, actor, { ...act, details: values });
}

/**
 * Records an action of a user on their own account, for which they may not have been signed in.
 * @param ctx the context of a mutation, of ours or as Convex gives it
 * @param userId who
 * @param verb what they did
 * @param details small facts; no secrets, no address
 */
export async function recordOwn(
  ctx: MutationCtx & { unscopedDb?: MutationCtx["db"] },
  userId: Id<"users">,
  verb: string,
  details: Record<string, AuditValue> = {},
): Promise<void> {
  const user = await (ctx.unscopedDb ?? ctx.db).get("users", userId);
  const act = { action: `users.${verb}`, table: "users", rowId: userId, details } as const;
  await recordEvent({ ...ctx, user }, act);
}

/**
 * Removes the network and the actor's own id from an event whose actor was cleared. Ids of other rows stay.
 * @param ctx the context of a mutation, as Convex gives it
 * @param change an event before and after a write
 */
export async function forgetActor(ctx: MutationCtx, { before, after }: Change): Promise<void> {
  const [was, is] = [before, after] as (Doc<"auditEvents"> | null)[];
  const gone = was?.actorId;
  if (gone === undefined || is == null || is.actorId !== undefined) return;
  const details = is.details.map((detail) =>
    detail.from === gone || detail.to === gone ? { field: detail.field } : detail,
  );
  await ctx.db.patch("auditEvents", is._id, { network: undefined, details });
}

/**
 * Records a write to an audited table; does nothing for another table, or when nothing changed.
 * @param ctx the context of a mutation, as Convex gives it
 * @param change the row before and after
 * @param findActor finds who did it
 */
export async function recordChange(
  ctx: MutationCtx,
  { table, id, before, after }: Change,
  findActor: () => Promise<Doc<"users"> | null>,
): Promise<void> {
  const kept = isAudited(table) ? audited[table] : undefined;
  if (kept === undefined) return;
  const changed = detailsOf(before, after, kept);
  const details =
    before && after ? await withoutCleared(ctx, { table, id, before, after }, changed) : changed;
  if (details.length === 0) return;
  const verb = before === null ? "create" : after === null ? "remove" : "update";
  const teamColumn = (accessMatrix as AccessMatrix)[table]?.columns?.team;
  const teamId = teamColumn && ((after ?? before)?.[teamColumn] as Id<"teams"> | undefined);
  if (verb === "remove" && table !== "teams" && teamId && !(await ctx.db.get("teams", teamId))) {
    // The removal of the team is the event: one for each of its rows would double the writes.
    return;
  }
  await insertEvent(ctx, await findActor(), {
    action: `${table}.${verb}`,
    table,
    rowId: id,
    ...(teamId && { teamId }),
    details,
  });
}

/** The fields that differ, with the values of those that may be recorded. */
function detailsOf(
  before: Row | null,
  after: Row | null,
  { recorded, derived = [] }: { recorded: readonly string[]; derived?: readonly string[] },
): AuditDetail[] {
  const fields = Object.keys({ ...before, ...after }).filter((name) => !name.startsWith("_"));
  const changed = fields.filter((name) => compareValues(before?.[name], after?.[name]) !== 0);
  const relevant = changed.filter((name) => !derived.includes(name));
  return relevant.sort().map((field) => {
    if (!recorded.includes(field)) return { field };
    const [from, to] = [before?.[field], after?.[field]] as (AuditValue | undefined)[];
    return { field, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  });
}

/**
 * Leaves out fields that a removal has cleared. The removal is the event: one for each referring row would
 * name the removed row again.
 */
async function withoutCleared(
  ctx: MutationCtx,
  { table, before, after }: Change,
  details: readonly AuditDetail[],
): Promise<AuditDetail[]> {
  const cleared = clearedFields(table).filter(
    ({ field }) => before?.[field] !== undefined && after?.[field] === undefined,
  );
  const gone = await Promise.all(
    cleared.map(async ({ field, to }) => {
      const row = (await ctx.db.get(to, before?.[field] as never)) as Row | null;
      return row?.leavingSince !== undefined || row === null ? [field] : [];
    }),
  );
  return details.filter(({ field }) => !gone.flat().includes(field));
}

/** The fields of a table that are cleared when the row that they refer to is removed. */
function clearedFields(table: string): { field: string; to: TableNames }[] {
  const fields = Object.entries((references as Record<string, Declared>)[table] ?? {});
  return fields.flatMap(([field, reference]) =>
    reference.to !== "_storage" && !reference.isList && reference.onRemove === "clear"
      ? [{ field, to: reference.to }]
      : [],
  );
}
type Declared = Record<string, Reference> | undefined;

/** Actor and team are recorded only while they exist: a removal clears them from the log. */
async function insertEvent(
  ctx: MutationCtx,
  actor: Doc<"users"> | null,
  { teamId, ...event }: Omit<AuditEvent, "actorId" | "requestId" | "network">,
): Promise<void> {
  const { requestId, network } = await requestOf(ctx);
  const team = teamId && (await ctx.db.get("teams", teamId));
  const person = actor && (await ctx.db.get("users", actor._id));
  const row = {
    ...event,
    requestId,
    ...(person && { actorId: person._id }),
    ...(team && { teamId: team._id }),
    // The network of a removed person is not recorded, either.
    ...(network !== undefined && (actor === null || person) && { network }),
  };
  await ctx.db.insert("auditEvents", auditEvent.parse(row));
}
