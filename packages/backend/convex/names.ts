// The names of rows that other rows refer to. A page requests them once per table, not once per row.
import { grantFor } from "@repo/validators/access";
import { zid } from "@repo/validators/convex";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { z } from "zod";
import type { Doc, TableNames } from "./_generated/dataModel";
import { query } from "./builders/functions";
import { featureNames } from "./features/all";

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
    if (grantFor(ctx.user.role, table, "read") === null) return ids.map(() => null);
    const field: string = nameFields[table];
    const names = [...new Set(ids)].map(async (each) => {
      const id = ctx.db.normalizeId(table, each);
      const row: Named | null = id && (await ctx.db.get(table, id));
      if (row === null) return [each, null] as const;
      return [each, field === "_creationTime" ? row._creationTime : String(row[field])] as const;
    });
    const nameOf = new Map(await Promise.all(names));
    return ids.map((id) => nameOf.get(id) ?? null);
  },
});
