// The API of files. A file is requested, uploaded to storage by the client, and checked afterwards; `http.ts`
// serves its bytes to those who may read them.
import { zid } from "@repo/validators/convex";
import {
  file,
  fileInput,
  fileLimits,
  publicFile,
  uploadRefusal,
} from "@repo/validators/files/files";
import { z } from "zod";
import { internal } from "./_generated/api";
import { findCaller } from "./lib/access";
import { appError } from "./lib/errors";
import { internalMutation, internalQuery, mutation, query } from "./builders/functions";
import { moveToTrash, restoreFromTrash } from "./builders/trash";
import { acceptUpload, servedFile } from "./model/files/files";
import { DAY, firstStep, sweepPage, sweepPosition } from "./model/files/sweep";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { removeRow } from "./model/platform/removal";
import { getOrThrow } from "./lib/rows";
import { uploadUrl } from "./uploads";

/** How many pending or trashed files one transaction removes. */
const EXPIRY_BATCH = 100;

/** The caller's files, newest first, paginated; or those of one purpose that are ready. */
export const list = query({
  access: "files.read",
  args: { purpose: file.shape.purpose.optional(), paginationOpts },
  returns: pageOf(publicFile),
  handler: async (ctx, { purpose, paginationOpts }) => {
    const ownerId = ctx.user._id;
    const files = ctx.db.query("files");
    const found =
      purpose === undefined
        ? files.withIndex("by_ownerId_and_deletedAt", (q) =>
            q.eq("ownerId", ownerId).eq("deletedAt", undefined),
          )
        : files.withIndex("by_ownerId_and_purpose_and_status_and_deletedAt", (q) =>
            q
              .eq("ownerId", ownerId)
              .eq("purpose", purpose)
              .eq("status", "ready")
              .eq("deletedAt", undefined),
          );
    return await found.order("desc").paginate(clamp(paginationOpts));
  },
});

/** The caller's trash, last removed first, paginated. */
export const listTrash = query({
  access: "files.read",
  args: { paginationOpts },
  returns: pageOf(publicFile),
  handler: async (ctx, args) =>
    await ctx.db
      .query("files")
      .withIndex("by_ownerId_and_deletedAt", (q) =>
        // Other files have no `deletedAt`, which sorts before all numbers.
        q.eq("ownerId", ctx.user._id).gte("deletedAt", 0),
      )
      .order("desc")
      .paginate(clamp(args.paginationOpts)),
});

/** One of the caller's files, and whether it is ready. */
export const get = query({
  access: "files.read",
  args: { id: zid("files") },
  returns: publicFile,
  handler: async (ctx, args) => await getOrThrow(ctx, "files", args.id),
});

/** Adds a pending file and returns the address to POST its bytes to, once, within an hour. */
export const requestUpload = mutation({
  access: "files.create",
  rateLimit: "files.requestUpload",
  args: fileInput.shape,
  returns: z.object({ id: zid("files"), url: z.string() }),
  handler: async (ctx, args) => {
    const row = { ...args, ownerId: ctx.user._id, status: "pending" } as const;
    const url = await uploadUrl(ctx, fileLimits.purposes[args.purpose]);
    return { id: await ctx.db.insert("files", row), url };
  },
});

/**
 * Makes a file ready once its bytes are stored and fit its purpose. Returns null, or why they were refused:
 * bytes and row are removed then, which a thrown error would have rolled back.
 */
export const finishUpload = mutation({
  access: "files.update",
  args: { id: zid("files"), storageId: zid("_storage") },
  returns: uploadRefusal.nullable(),
  handler: async (ctx, { id, storageId }) =>
    await acceptUpload(ctx, await getOrThrow(ctx, "files", id), storageId),
});

/** Moves a file to the trash. Nobody gets its bytes there; they count on the quota until it is purged. */
export const trash = mutation({
  access: "files.remove",
  args: { id: zid("files") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const { claimedBy } = await getOrThrow(ctx, "files", id);
    if (claimedBy !== undefined) {
      throw appError(
        "CONFLICT",
        `This file is in use by a row of "${claimedBy}". Remove that first.`,
      );
    }
    await moveToTrash(ctx, "files", id);
  },
});

/** Restores a file from the trash. */
export const restore = mutation({
  access: "files.remove",
  args: { id: zid("files") },
  returns: z.null(),
  handler: async (ctx, { id }) => await restoreFromTrash(ctx, "files", id),
});

/** Removes a file with its bytes, permanently. */
export const remove = mutation({
  access: "files.remove",
  args: { id: zid("files") },
  returns: z.null(),
  handler: async (ctx, args) => await ctx.db.delete("files", args.id),
});

/** What the HTTP route needs to send a file to the caller. */
export const served = internalQuery({
  args: { id: z.string() },
  returns: file
    .pick({ name: true })
    .extend({ storageId: zid("_storage"), contentType: z.string(), size: z.number() }),
  handler: async (ctx, args) => await servedFile(ctx, await findCaller(ctx), args.id),
});

/** What the HTTP route needs to send a file whose address is the right to read it; null if it was removed. */
export const stored = internalQuery({
  args: { storageId: zid("_storage") },
  returns: z.object({ contentType: z.string().nullable(), size: z.number() }).nullable(),
  handler: async (ctx, { storageId }) => {
    const file = await ctx.db.system.get("_storage", storageId);
    return file && { contentType: file.contentType ?? null, size: file.size };
  },
});

/** Removes stored bytes that no row holds, a page at a time. Run by a cron. */
export const sweep = internalMutation({
  args: { olderThan: z.number().default(DAY), at: sweepPosition.default(firstStep) },
  returns: z.null(),
  handler: async (ctx, { olderThan, at }) => {
    const next = await sweepPage(ctx, at, Date.now() - olderThan);
    if (next !== null)
      await ctx.scheduler.runAfter(0, internal.files.sweep, { olderThan, at: next });
  },
});

/** Removes files that have been in the trash for 30 days, in batches. Run by a cron. */
export const purge = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const cutoff = Date.now() - fileLimits.trashDays * DAY;
    const old = await ctx.db
      .query("files")
      // Without the lower end, files that are in no trash would go, too.
      .withIndex("by_deletedAt", (q) => q.gte("deletedAt", 0).lt("deletedAt", cutoff))
      .take(EXPIRY_BATCH);
    for (const { _id } of old) await removeRow(ctx, "files", _id);
    if (old.length === EXPIRY_BATCH) await ctx.scheduler.runAfter(0, internal.files.purge, {});
  },
});

/** Removes files whose bytes never arrived, in batches. Run by a cron. */
export const expire = internalMutation({
  args: { olderThan: z.number().default(DAY) },
  returns: z.null(),
  handler: async (ctx, { olderThan }) => {
    const before = Date.now() - olderThan;
    const old = await ctx.db
      .query("files")
      .withIndex("by_status", (q) => q.eq("status", "pending").lt("_creationTime", before))
      .take(EXPIRY_BATCH);
    for (const { _id } of old) await removeRow(ctx, "files", _id);
    if (old.length === EXPIRY_BATCH)
      await ctx.scheduler.runAfter(0, internal.files.expire, { olderThan });
  },
});
