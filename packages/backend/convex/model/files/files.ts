// The life of a file: accepted once its bytes are checked, claimed by the row that uses it, served.
import {
  type FilePurpose,
  type UploadRefusal,
  fileLimits,
  mediaTypeOf,
  refusalOfFile,
} from "@repo/validators/files/files";
import type { Doc, Id } from "../../_generated/dataModel";
import type { QueryCtx as RawQueryCtx } from "../../_generated/server";
import { appError } from "../../lib/errors";
import type { MutationCtx } from "../../lib/context";
import { holderOf, removeBlob } from "../platform/references";
import { isMember } from "../teams/teams";

/** How many bytes an HTTP action can respond with. */
const SERVED_BYTES_MAX = 20_000_000;

/**
 * Makes a pending file ready, if its purpose accepts its bytes.
 * @param ctx the context of the owner's mutation
 * @param file their row
 * @param storageId the id that storage returned for the upload; a client may send any
 * @returns null, or why the bytes were refused; they and the row are removed then
 * @throws CONFLICT when the file has other bytes already, INVALID when there are none by that id, or
 *   they belong to another row
 */
export async function acceptUpload(
  ctx: MutationCtx<"files.update">,
  file: Doc<"files">,
  storageId: Id<"_storage">,
): Promise<UploadRefusal | null> {
  if (file.storageId === storageId) return null;
  if (file.status !== "pending") throw appError("CONFLICT", "This file was already uploaded.");
  const stored = await ctx.db.system.get("_storage", storageId);
  // A file is taken even by a row outside the caller's scope.
  const isTaken = (await holderOf({ db: ctx.unscopedDb }, storageId)) !== null;
  if (stored === null || isTaken) {
    const message = "There is no such upload, or it is in use already.";
    throw appError("INVALID", message, { issues: [{ path: "storageId", message }] });
  }
  const { size, contentType } = stored;
  const message = refusalOfFile(fileLimits.purposes[file.purpose], { size, contentType });
  if (message === null) {
    const found = { storageId, size, contentType: mediaTypeOf(contentType) };
    await ctx.db.patch("files", file._id, { status: "ready", ...found });
    return null;
  }
  // No row holds these bytes, and none will.
  await removeBlob({ ...ctx, db: ctx.unscopedDb }, storageId);
  await ctx.db.delete("files", file._id);
  return { code: "INVALID", message };
}

/** A file with its bytes in place. */
export type ReadyFile = Doc<"files"> &
  Required<Pick<Doc<"files">, "storageId" | "size" | "contentType">>;

/**
 * Claims a file of the caller's for a row, once: of two rows that shared a file, either could remove it.
 * @param ctx the context of the caller's mutation
 * @param id as the client sent it
 * @param purpose the purpose that the file must have
 * @param claimedBy the table whose row uses it
 * @param teamId the team that the row belongs to, whose members may have the bytes from now on
 * @returns the file
 * @throws INVALID with the path `fileId` when it is not theirs, not ready, in the trash, for another purpose or in use
 */
export async function claimFile(
  ctx: MutationCtx,
  id: Id<"files">,
  purpose: FilePurpose,
  claimedBy: string,
  teamId?: Id<"teams">,
): Promise<ReadyFile> {
  const file = await ctx.unscopedDb.get("files", id);
  const isTheirs = file !== null && file.ownerId === ctx.user?._id;
  if (!isTheirs || !isReady(file) || file.purpose !== purpose || file.claimedBy !== undefined) {
    const message = `There is no file of yours for "${purpose}" that is ready and not in use.`;
    throw appError("INVALID", message, { issues: [{ path: "fileId", message }] });
  }
  await ctx.unscopedDb.patch("files", id, { claimedBy, teamId });
  return file;
}

/**
 * Finds a file for a caller who requests its bytes.
 * @param ctx the context of a query, with the database as Convex gives it
 * @param caller the person, or null
 * @param id the end of the address, unchecked
 * @returns what to send
 * @throws UNAUTHENTICATED when nobody is signed in, NOT_FOUND when there is no such file, or none that
 *   they may have, or it is in the trash, or its bytes are not there
 */
export async function servedFile(ctx: RawQueryCtx, caller: Doc<"users"> | null, id: string) {
  if (caller === null) throw appError("UNAUTHENTICATED", "Sign in first.");
  const fileId = ctx.db.normalizeId("files", id);
  const file = fileId === null ? null : await ctx.db.get("files", fileId);
  const isTheirs = file !== null && (await mayRead(ctx, caller, file));
  if (!isTheirs || !isReady(file) || file.size > SERVED_BYTES_MAX) {
    throw appError("NOT_FOUND", "There is no such file, or you do not have access to it.");
  }
  const { storageId, name, contentType, size } = file;
  return { storageId, name, contentType, size };
}

async function mayRead(
  ctx: RawQueryCtx,
  caller: Doc<"users">,
  { ownerId, teamId }: Doc<"files">,
): Promise<boolean> {
  return ownerId === caller._id || (teamId !== undefined && isMember(ctx, caller._id, teamId));
}

function isReady(file: Doc<"files">): file is ReadyFile {
  const isLive = file.status === "ready" && file.deletedAt === undefined;
  return isLive && file.storageId !== undefined;
}
