// Which rows refer to which, and what removing a row does to those that refer to it. Every removal
// through `ctx.db` is held to it; a function that has every row at hand calls `removeRow`.
import type { GenericId, Value } from "convex/values";
import type { GenericDataModel, GenericDatabaseWriter } from "convex/server";
import { internal } from "./_generated/api";
import type { Doc, Id, TableNames } from "./_generated/dataModel";
import type { MutationCtx } from "./_generated/server";
import { appError } from "./errors";

/**
 * What removing a row does to a row that refers to it: `restrict` refuses the removal, `cascade` removes
 * that row too, `clear` takes the reference out of it.
 */
export type OnRemove = "restrict" | "cascade" | "clear";

/** Where a field leads: to a row, or to a file, which belongs to its row and goes with it. */
export type Reference = { to: TableNames; onRemove: OnRemove } | { to: "_storage" };

export type References = {
  readonly [Table in TableNames]?: { readonly [Field in keyof Doc<Table>]?: Reference };
};

/**
 * Declares references. A test holds them to the schema: each field that is an id, with its table.
 * @param map table → field → where it leads
 * @returns the same map
 */
export function defineReferences<const Map extends References>(map: Map): Map {
  return map;
}

export const references = defineReferences({
  auditEvents: {
    // What was done stays on record; who it was is forgotten with the account.
    actorId: { to: "users", onRemove: "clear" },
  },
  notes: {
    ownerId: { to: "users", onRemove: "restrict" },
  },
});

/** Rows that one transaction removes or clears on the way, so that none outgrows its limits. */
export const REMOVAL_BATCH = 100;

/** What removing needs of a mutation's context: every row, the scheduler, and the files. */
export type Remover = Pick<MutationCtx, "db" | "scheduler" | "storage">;

type Row = Record<string, Value | undefined>;
type Tables = Record<string, Record<string, Reference | undefined> | undefined>;

/** How many more rows this transaction may touch. */
type Budget = { left: number };

/**
 * Removes a row, and does to those that refer to it what their references say: as many as fit this
 * transaction, the rest in others that follow at once.
 * @param ctx a context with every row at hand
 * @param table the row's table
 * @param id the row; one that is gone already is fine
 * @param map the references to go by; the app's own unless told
 * @throws CONFLICT when a row refers to it that does not let it go
 */
export async function removeRow(
  ctx: Remover,
  table: string,
  id: string,
  map: References = references,
): Promise<void> {
  await remove(ctx, { table, id }, map as Tables, { left: REMOVAL_BATCH });
}

/**
 * Goes on with a removal that did not fit one transaction.
 * @param ctx a context with every row at hand
 * @param at the field whose rows are left, and the row that they refer to
 * @param map the references to go by; the app's own unless told
 */
export async function finishRemoval(
  ctx: Remover,
  at: { table: string; field: string; target: string },
  map: References = references,
): Promise<void> {
  await letGo(ctx, at, map as Tables, { left: REMOVAL_BATCH });
}

/**
 * Removes the files that a row has no more.
 * @param ctx a context with every row at hand
 * @param table the row's table
 * @param before the row as it was
 * @param after the row as it is, or null when it is gone
 */
export async function removeFiles(
  ctx: Pick<Remover, "db" | "storage">,
  table: string,
  before: Row,
  after: Row | null,
): Promise<void> {
  for (const [field, reference] of Object.entries((references as Tables)[table] ?? {})) {
    if (reference?.to !== "_storage") continue;
    const kept = filesOf(after?.[field]);
    const gone = filesOf(before[field]).filter((id) => !kept.includes(id));
    for (const id of gone) {
      // It may have gone with another row that named it, too.
      if ((await ctx.db.system.get("_storage", id)) !== null) await ctx.storage.delete(id);
    }
  }
}

async function remove(
  ctx: Remover,
  { table, id }: { table: string; id: string },
  map: Tables,
  budget: Budget,
): Promise<void> {
  const row = await rowsOf(ctx).get(table, id as never);
  if (row === null) return;
  // First, so that a row which refers to itself is not in its own way.
  await rowsOf(ctx).delete(table, id as never);
  const referring = fieldsThatLeadTo(table, map);
  for (const { table, field, onRemove } of referring) {
    if (onRemove !== "restrict" || !(await findReferring(ctx, table, field, id))) continue;
    throw appError("CONFLICT", `This is still in use by "${table}". Remove those first.`);
  }
  for (const { table, field, onRemove } of referring) {
    if (onRemove !== "restrict") await letGo(ctx, { table, field, target: id }, map, budget);
  }
  await removeFiles(ctx, table, row, null);
}

/** Removes or clears the rows of one field that refer to a row. */
async function letGo(
  ctx: Remover,
  at: { table: string; field: string; target: string },
  map: Tables,
  budget: Budget,
): Promise<void> {
  const { table, field, target } = at;
  const reference = map[table]?.[field];
  if (reference === undefined || reference.to === "_storage") return;
  const found = await referringRows(ctx, table, field, target).take(REMOVAL_BATCH);
  const rows = found.slice(0, budget.left);
  budget.left -= rows.length;
  for (const { _id } of rows) {
    if (reference.onRemove === "cascade")
      await remove(ctx, { table, id: String(_id) }, map, budget);
    else await rowsOf(ctx).patch(table, _id as GenericId<string>, { [field]: undefined });
  }
  const isDone = rows.length < REMOVAL_BATCH && rows.length === found.length;
  if (!isDone) await ctx.scheduler.runAfter(0, internal.removals.finish, at);
}

function fieldsThatLeadTo(target: string, map: Tables) {
  return Object.entries(map).flatMap(([table, fields = {}]) =>
    Object.entries(fields).flatMap(([field, reference]) =>
      reference === undefined || reference.to === "_storage" || reference.to !== target
        ? []
        : [{ table, field, onRemove: reference.onRemove }],
    ),
  );
}

async function findReferring(ctx: Remover, table: string, field: string, target: string) {
  return (await referringRows(ctx, table, field, target).first()) !== null;
}

/** Every reference has an index of its own, named after the field; a test of the schema sees to it. */
function referringRows(ctx: Remover, table: string, field: string, target: string) {
  return rowsOf(ctx)
    .query(table)
    .withIndex(`by_${field}`, (q) => q.eq(field, target));
}

/** The tables' own types are of no use here, where every table is treated alike. */
function rowsOf(ctx: Remover): GenericDatabaseWriter<GenericDataModel> {
  return ctx.db as unknown as GenericDatabaseWriter<GenericDataModel>;
}

function filesOf(value: Value | undefined): Id<"_storage">[] {
  const ids = Array.isArray(value) ? value : [value];
  return ids.filter((id): id is Id<"_storage"> => typeof id === "string");
}
