// Who may upload a file where, and who may read it: the address of a file grants access to it. Bytes are
// received and served by our own routes (`http.ts`): storage's own addresses would take any number of uploads
// of any size for an hour, and serve them with the type that their sender claims.
import { zid } from "@repo/validators/convex";
import { fieldLimits } from "@repo/validators/fields";
import type { PublicFile } from "@repo/validators/fields";
import { type FileLimits, refusalOfFile } from "@repo/validators/files/files";
import { UPLOAD_MS, upload } from "@repo/validators/files/uploads";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { QueryCtx as RawQueryCtx } from "./_generated/server";
import { appError } from "./lib/errors";
import { internalMutation, internalQuery } from "./builders/functions";
import type { MutationCtx, QueryCtx } from "./lib/context";
import { publicUrl, signedUrl, uploadPrefix } from "./model/files/fileAddresses";
import { removeRow } from "./model/platform/removal";
import { DAY } from "./model/files/sweep";

/**
 * Creates an address that accepts one file within an hour. Its response is the file's id, to be passed to a
 * mutation. Until a row holds the file, it counts on the caller's quota as if it had the largest size.
 * @param ctx the context of a mutation whose `access` says who may
 * @param limits what the field or the purpose takes
 * @throws UNAUTHENTICATED when nobody is signed in, QUOTA_EXCEEDED when pending uploads have used the quota up
 */
export async function uploadUrl(
  ctx: MutationCtx,
  { maxBytes }: Pick<FileLimits, "maxBytes"> = fieldLimits.file,
): Promise<string> {
  if (ctx.user === null) throw appError("UNAUTHENTICATED", "Sign in first.");
  // Uploads are kept by the backend alone; this one is the caller's.
  const id = await ctx.unscopedDb.insert("uploads", { ownerId: ctx.user._id, maxBytes });
  return await signedUrl(uploadPrefix, id);
}

/** What the address of an upload accepts; null if it has expired or was used. */
export const open = internalQuery({
  args: { id: zid("uploads") },
  returns: upload.pick({ maxBytes: true }).nullable(),
  handler: async (ctx, { id }) => {
    const found = await findOpen(ctx, id);
    return found && { maxBytes: found.maxBytes };
  },
});

/**
 * Records an upload. Returns whether it is kept: of two senders one is too late, and their bytes are removed.
 */
export const receive = internalMutation({
  args: { id: zid("uploads"), storageId: zid("_storage") },
  returns: z.boolean(),
  handler: async (ctx, { id, storageId }) => {
    const isKept = (await findOpen(ctx, id)) !== null;
    if (isKept) await ctx.db.patch("uploads", id, { storageId });
    else await ctx.storage.delete(storageId);
    return isKept;
  },
});

/** Removes uploads that were not finished within a day, with their bytes, in batches. Run by a cron. */
export const expire = internalMutation({
  args: { olderThan: z.number().default(DAY) },
  returns: z.null(),
  handler: async (ctx, { olderThan }) => {
    const before = Date.now() - olderThan;
    const old = await ctx.db
      .query("uploads")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", before))
      .take(EXPIRY_BATCH);
    for (const { _id } of old) await removeRow(ctx, "uploads", _id);
    if (old.length === EXPIRY_BATCH)
      await ctx.scheduler.runAfter(0, internal.uploads.expire, { olderThan });
  },
});

/** How many uploads one transaction removes. */
const EXPIRY_BATCH = 100;

async function findOpen(
  { db }: Pick<RawQueryCtx, "db">,
  id: Id<"uploads">,
): Promise<Doc<"uploads"> | null> {
  const found = await db.get("uploads", id);
  const isOpen =
    found?.storageId === undefined && Date.now() < (found?._creationTime ?? 0) + UPLOAD_MS;
  return isOpen ? found : null;
}

/**
 * Ensures that files exist, and that their field accepts them.
 * @param ctx the context of the caller's mutation
 * @param field the argument, for the error
 * @param ids its value: one file, a list of them, or none
 * @param limits what the field takes
 * @throws INVALID with the field's name
 */
export async function checkFiles(
  ctx: MutationCtx,
  field: string,
  ids: Id<"_storage"> | readonly Id<"_storage">[] | null | undefined,
  limits: FileLimits = fieldLimits.file,
): Promise<void> {
  const refuse = (message: string) =>
    appError("INVALID", `${field}: ${message}`, { issues: [{ path: field, message }] });
  for (const id of [ids ?? []].flat()) {
    const file = await ctx.db.system.get("_storage", id);
    if (file === null) throw refuse("There is no such file.");
    const refusal = refusalOfFile(limits, file);
    if (refusal !== null) throw refuse(refusal);
  }
}

/**
 * Describes a file to a caller who may read the row that it belongs to.
 * @param ctx the context of a query that has found the row
 * @param id the file; undefined for none
 */
export async function publicFileOf(
  ctx: Pick<QueryCtx, "db">,
  id: Id<"_storage">,
): Promise<PublicFile>;
export async function publicFileOf(
  ctx: Pick<QueryCtx, "db">,
  id: Id<"_storage"> | undefined,
): Promise<PublicFile | undefined>;
export async function publicFileOf(
  ctx: Pick<QueryCtx, "db">,
  id: Id<"_storage"> | undefined,
): Promise<PublicFile | undefined> {
  if (id === undefined) return undefined;
  const file = await ctx.db.system.get("_storage", id);
  if (file === null) return { url: null, contentType: null, size: 0 };
  const { contentType = null, size } = file;
  return { url: await publicUrl(id), contentType, size };
}
