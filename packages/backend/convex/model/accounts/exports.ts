// The export of a person's own data: the rows that refer to them and that they may read, list by list. A list is one
// field of a table that refers to people.
import { type AccessMatrix, accessMatrix, grantFor } from "@repo/validators/access";
import {
  type ExportPart,
  type ExportPosition,
  exportLimits,
} from "@repo/validators/accounts/exports";
import { ownProfile } from "@repo/validators/accounts/users";
import { publicFile } from "@repo/validators/files/files";
import { quota } from "@repo/validators/platform/quotas";
import { publicNotification } from "@repo/validators/platform/notifications";
import { publicInvitation } from "@repo/validators/teams/invitations";
import type { GenericDataModel, GenericDatabaseReader } from "convex/server";
import { type Value, convexToJson } from "convex/values";
import type { z } from "zod";
import { internal } from "../../_generated/api";
import type { Doc } from "../../_generated/dataModel";
import type { ActionCtx, DatabaseReader } from "../../_generated/server";
import { featureExportFields, featureExportContents } from "../../features/all";
import { appError } from "../../lib/errors";
import type { ExportContents } from "../../lib/exports";
import { covers, remembering, whoIs } from "../teams/coverage";
import { fieldsThatLeadTo } from "../platform/references";

/** What a component stores for a row, by table. */
const contents: Readonly<Partial<Record<string, ExportContents>>> = { ...featureExportContents };

/** How many rows one query reads. */
export const EXPORT_PAGE = 50;

type Row = Record<string, Value | undefined> & { _id: string };

/** One page of the export: rows of a table, each as JSON. */
export interface ExportPage {
  table: string;
  rows: { id: string; json: string }[];
  next: ExportPosition | null;
}

/** The fields that leave the server, by table. Of other tables, all do that the matrix does not hide: a test compares them. */
const fields: { readonly [table: string]: z.ZodObject } = {
  files: publicFile,
  invitations: publicInvitation,
  notifications: publicNotification,
  quotas: quota.pick({ table: true, rows: true, bytes: true }),
  users: ownProfile,
  ...featureExportFields,
};

/** Every list. The person's own row comes first. */
const lists: readonly { table: string; field: string; index: string }[] = [
  { table: "users", field: "_id", index: "" },
  ...fieldsThatLeadTo("users").filter(({ table }) => Object.hasOwn(accessMatrix, table)),
];

/** Where an export begins. */
export const firstPosition: ExportPosition = { list: 0, cursor: null };

/**
 * Reads one page of a person's export.
 * @param db an unscoped database
 * @param user whose export it is
 * @param at which page
 * @returns its rows, and where to go on
 */
export async function exportPageOf(
  db: DatabaseReader,
  user: Doc<"users">,
  { list, cursor }: ExportPosition,
): Promise<ExportPage> {
  const at = lists[list];
  if (at === undefined)
    throw appError("INVALID", "An export of now has no such list. Start again.");
  const after = list + 1 < lists.length ? { list: list + 1, cursor: null } : null;
  const { table, field, index } = at;
  if (table === "users") return { table, rows: [asJson(table, user as never)], next: after };
  const grant = grantFor(user.role, table, "read");
  if (grant === null) return { table, rows: [], next: after };
  const found = await (db as unknown as GenericDatabaseReader<GenericDataModel>)
    .query(table)
    .withIndex(index, (q) => q.eq(field, user._id))
    .paginate({ numItems: EXPORT_PAGE, cursor, maximumRowsRead: EXPORT_PAGE * 2 });
  /** A row that refers to the person twice is in the first of the two lists. */
  const isNew = (row: Row) =>
    !lists.slice(0, list).some((one) => one.table === table && row[one.field] === user._id);
  // What somebody wrote in a team that they left is not theirs to read.
  const who = remembering(whoIs(db, user));
  const isReadable = (row: Row) => covers(grant, who, [table, "read"], row);
  const rows: ExportPage["rows"] = [];
  for (const row of found.page as unknown as Row[]) {
    if (isNew(row) && (await isReadable(row))) rows.push(asJson(table, row));
  }
  return { table, rows, next: found.isDone ? after : { list, cursor: found.continueCursor } };
}

/**
 * Collects one part of the caller's export.
 * @param ctx the context of an action with a caller
 * @param from where the part begins
 * @returns the part, which ends at a page
 */
export async function exportPartFrom(ctx: ActionCtx, from: ExportPosition): Promise<ExportPart> {
  const byTable = new Map<string, string[]>();
  const add = (table: string, json: string) => {
    byTable.set(table, [...(byTable.get(table) ?? []), json]);
    size += json.length;
  };
  let size = 0;
  let next: ExportPosition | null = from;
  while (next !== null && size < exportLimits.part) {
    // eslint-disable-next-line no-restricted-syntax -- a page each: together they outgrow a transaction
    const page: ExportPage = await ctx.runQuery(internal.users.exportPage, next);
    for (const { id, json } of page.rows) {
      add(page.table, json);
      await contents[page.table]?.(ctx, id, add);
    }
    next = page.next;
  }
  const lists = [...byTable].map(([table, rows]) => `${JSON.stringify(table)}:[${rows.join(",")}]`);
  return { json: `{${lists.join(",")}}`, next };
}

function asJson(table: string, row: Row): { id: string; json: string } {
  const shape = Object.hasOwn(fields, table) ? fields[table]?.shape : undefined;
  const hidden = (accessMatrix as AccessMatrix)[table]?.hidden ?? [];
  const kept = Object.entries(row).filter(
    ([name]) => !hidden.includes(name) && (shape === undefined || name in shape),
  );
  return { id: row._id, json: JSON.stringify(convexToJson(Object.fromEntries(kept) as Value)) };
}
