// The audit log: writes to the tables named here record themselves; for what is no write to one of
// them, such as a download, there is `recordEvent`.
import { type AuditDetail, type AuditValue, auditEvent } from "@repo/validators/auditEvents";
import { compareValues } from "convex/values";
import type { Doc, TableNames } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { findCaller } from "../access";
import type { Change, Row } from "../writes";

/**
 * The tables whose every write is recorded, each with the fields whose values are: closed sets, ids,
 * numbers and moments. Of all others the log holds the name alone, for they may be texts or secrets.
 */
export const auditedTables = {
  invitations: ["teamId", "role"],
  memberships: ["teamId", "userId", "role"],
  teams: [],
  users: ["role", "bannedAt", "leavingSince"],
} as const satisfies { readonly [Table in TableNames]?: readonly (keyof Doc<Table>)[] };

export const auditedTableNames = Object.keys(auditedTables) as (keyof typeof auditedTables)[];

const audited: Partial<Record<string, readonly string[]>> = auditedTables;

export interface AuditedAct {
  /** A table and a verb: `files.download`. */
  action: string;
  table: TableNames;
  rowId: string;
  /** Small facts; no secrets, and nothing that a person wrote. */
  details?: Record<string, AuditValue>;
}

/**
 * Says whether writes to a table record themselves.
 * @param table a table's name
 */
export function isAudited(table: string): boolean {
  return Object.hasOwn(audited, table);
}

/**
 * Records what somebody did, in the transaction that does it. Writes to audited tables need no call.
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
  const told = Object.entries(details).map(([field, to]) => ({ field, to }));
  await insertEvent(every, actor, { ...act, details: told });
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
  const told = isAudited(table) ? audited[table] : undefined;
  if (told === undefined) return;
  const details = detailsOf(before, after, told);
  if (details.length === 0) return;
  const verb = before === null ? "create" : after === null ? "remove" : "update";
  await insertEvent(ctx, await findActor(), {
    action: `${table}.${verb}`,
    table,
    rowId: id,
    details,
  });
}

/** The fields that differ, with the values of those that may be told. */
function detailsOf(before: Row | null, after: Row | null, told: readonly string[]): AuditDetail[] {
  const fields = Object.keys({ ...before, ...after }).filter((name) => !name.startsWith("_"));
  const changed = fields.filter((name) => compareValues(before?.[name], after?.[name]) !== 0);
  return changed.sort().map((field) => {
    if (!told.includes(field)) return { field };
    const [from, to] = [before?.[field], after?.[field]] as (AuditValue | undefined)[];
    return { field, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  });
}

async function insertEvent(
  ctx: MutationCtx,
  actor: Doc<"users"> | null,
  event: { action: string; table: string; rowId: string; details: AuditDetail[] },
): Promise<void> {
  const { requestId, ip } = await ctx.meta.getRequestMetadata();
  const row = {
    ...event,
    requestId,
    ...(actor !== null && { actorId: actor._id }),
    ...(ip !== null && { ip }),
  };
  await ctx.db.insert("auditEvents", auditEvent.parse(row));
}
