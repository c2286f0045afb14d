// The API of quotas: what a person and a team have stored, of how much, and changing how much.
import {
  QUOTA_TABLES_MAX,
  type PublicQuota,
  publicQuota,
  quotaChange,
  quotaOf,
} from "@repo/validators/quotas";
import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import type { Doc } from "./_generated/dataModel";
import { appError } from "./errors";
import { type MutationCtx, mutation, query } from "./functions";
import { type Holder, findQuota } from "./model/quotas";
import { requireTeam } from "./model/teams";
import { getOrThrow } from "./rows";
import schema from "./schema";

const tables = Object.keys(schema.tables);
const ofAllTables = z.array(publicQuota).max(QUOTA_TABLES_MAX);

/** What the caller has stored in each table that counts for a person, and the limits. */
export const mine = query({
  access: "signedIn",
  args: {},
  returns: ofAllTables,
  handler: async (ctx) => {
    // Found by the caller's own id.
    const found = await ctx.unscopedDb
      .query("quotas")
      .withIndex("by_ownerId_and_table", (q) => q.eq("ownerId", ctx.user._id))
      .take(QUOTA_TABLES_MAX);
    return shown("person", found);
  },
});

/** The same for one of the caller's teams; for an admin of the app, any team. */
export const ofTeam = query({
  access: "quotas.read",
  args: { teamId: zid("teams") },
  returns: ofAllTables,
  handler: async (ctx, { teamId }) => {
    await requireTeam(ctx, "quotas.read", teamId);
    const found = await ctx.db
      .query("quotas")
      .withIndex("by_teamId_and_table", (q) => q.eq("teamId", teamId))
      .take(QUOTA_TABLES_MAX);
    return shown("team", found);
  },
});

/** Sets how much one person may store in a table. Who has more keeps it, and adds nothing. */
export const changeForPerson = mutation({
  access: "quotas.update",
  args: { userId: zid("users"), ...quotaChange.shape },
  returns: z.null(),
  handler: async (ctx, { userId, ...change }) => {
    await getOrThrow({ db: ctx.unscopedDb }, "users", userId);
    await set(ctx, "person", { ownerId: userId }, change);
  },
});

/** The same for a team. */
export const changeForTeam = mutation({
  access: "quotas.update",
  args: { teamId: zid("teams"), ...quotaChange.shape },
  returns: z.null(),
  handler: async (ctx, { teamId, ...change }) => {
    await requireTeam(ctx, "quotas.update", teamId);
    await set(ctx, "team", { teamId }, change);
  },
});

async function set(
  ctx: MutationCtx<"quotas.update">,
  kind: "person" | "team",
  holder: Holder,
  { table, rows, bytes }: z.infer<typeof quotaChange>,
): Promise<void> {
  if (!tables.includes(table) || quotaOf(table)[kind] === undefined) {
    const message = `Rows of "${table}" do not count for a ${kind}.`;
    throw appError("INVALID", message, { issues: [{ path: "table", message }] });
  }
  const limits = { rowsMax: rows ?? undefined, bytesMax: bytes ?? undefined };
  // Whoever holds this permission holds it for everybody.
  const db = ctx.unscopedDb;
  const found = await findQuota({ db }, holder, table);
  if (found !== null) await db.patch("quotas", found._id, limits);
  else await db.insert("quotas", { ...holder, table, rows: 0, bytes: 0, ...limits });
}

function shown(kind: "person" | "team", found: Doc<"quotas">[]): PublicQuota[] {
  return tables.flatMap((table) => {
    const limits = quotaOf(table)[kind];
    if (limits === undefined) return [];
    const row = found.find((each) => each.table === table);
    return {
      table,
      rows: { used: row?.rows ?? 0, limit: row?.rowsMax ?? limits.rows },
      bytes: { used: row?.bytes ?? 0, limit: row?.bytesMax ?? limits.bytes },
    };
  });
}
