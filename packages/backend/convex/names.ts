// The names of rows that other rows refer to. A page requests them once per table, not once per row.
import { grantFor } from "@repo/validators/access";
import { zid } from "@repo/validators/convex";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { z } from "zod";
import type { Doc, Id, TableNames } from "./_generated/dataModel";
import { query } from "./builders/functions";
import { featureNames } from "./features/all";
import type { QueryCtx } from "./lib/context";
import { findKnown } from "./model/accounts/users";

/** Fields that are texts or numbers, and always there. */
type NameField<Row> = {
  [Field in keyof Row]-?: Row[Field] extends string | number ? Field : never;
}[keyof Row];

/** The field that names a row: one that every reader of the row may see. */
export const nameFields = {
  ...featureNames,
  emails: "subject",
  files: "name",
  invitations: "email",
  notes: "title",
  tasks: "title",
  teams: "name",
  users: "name",
} as const satisfies { readonly [Table in TableNames]?: NameField<Doc<Table>> };

type Table = keyof typeof nameFields;
type Named = Record<string, unknown> & { _creationTime: number };
const tables = Object.keys(nameFields).sort() as [Table, ...Table[]];

/**
 * The names of rows, in the order of their ids; for a row without a name, the time of its creation. Null for
 * a row that the caller may not see, or that does not exist.
 */
export const list = query({
  access: "signedIn",
  args: {
    table: z.enum(tables),
    ids: z
      .array(z.union(tables.map((table) => zid(table))))
      .min(1)
      .max(PAGE_SIZE_MAX),
  },
  returns: z.array(z.union([z.string(), z.number(), z.null()])).max(PAGE_SIZE_MAX),
  handler: async (ctx, { table, ids }) => {
    const wanted = [...new Set(ids)];
    const rows = await (table === "users" ? people(ctx, wanted) : rowsOf(ctx, table, wanted));
    const field: string = nameFields[table];
    const names = rows.map((row) => {
      if (row === null) return null;
      return field === "_creationTime" ? row._creationTime : String(row[field]);
    });
    const nameOf = new Map(wanted.map((id, at) => [id, names[at] ?? null]));
    return ids.map((id) => nameOf.get(id) ?? null);
  },
});

type Ids = readonly Id<Table>[];
type Rows = Promise<(Named | null)[]>;

async function rowsOf(ctx: QueryCtx<"signedIn">, table: Table, ids: Ids): Rows {
  if (grantFor(ctx.user.role, table, "read") === null) return ids.map(() => null);
  const found = ids.map(async (each) => {
    const id = ctx.db.normalizeId(table, each);
    return id && ((await ctx.db.get(table, id)) as Named | null);
  });
  return await Promise.all(found);
}

/** A role reads few accounts, but everybody knows whom they share a team with. */
async function people(ctx: QueryCtx<"signedIn">, ids: Ids): Rows {
  const userIds = ids.map((id) => ctx.db.normalizeId("users", id));
  const known = await findKnown(
    ctx,
    userIds.filter((id) => id !== null),
  );
  return userIds.map((id) => known.find((person) => person?._id === id) ?? null);
}
