// Who may put a file where, and who gets to read it. Whoever has the URL has the file.
import { fieldLimits } from "@repo/validators/fields";
import type { PublicFile } from "@repo/validators/fields";
import { type FileLimits, refusalOfFile } from "@repo/validators/files";
import type { Doc, Id } from "./_generated/dataModel";
import { env } from "./_generated/server";
import type { QueryCtx as RawQueryCtx } from "./_generated/server";
import { appError } from "./errors";
import type { MutationCtx, QueryCtx } from "./functions";
import { keyedHash } from "./model/keyedHash";

/**
 * Makes a URL to send one file to. The answer to that is the file's id, to be given to a mutation.
 * @param ctx the context of a mutation whose access says who may
 */
export async function uploadUrl(ctx: MutationCtx): Promise<string> {
  return await ctx.storage.generateUploadUrl();
}

/**
 * Makes sure that a file is there, and no other than its field takes.
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
export async function publicFileOf(ctx: QueryCtx, id: Id<"_storage">): Promise<PublicFile>;
export async function publicFileOf(
  ctx: QueryCtx,
  id: Id<"_storage"> | undefined,
): Promise<PublicFile | undefined>;
export async function publicFileOf(
  ctx: QueryCtx,
  id: Id<"_storage"> | undefined,
): Promise<PublicFile | undefined> {
  if (id === undefined) return undefined;
  const file = await ctx.db.system.get("_storage", id);
  if (file === null) return { url: null, contentType: null, size: 0 };
  const { contentType = null, size } = file;
  return { url: await publicUrl(id), contentType, size };
}

/**
 * Finds where a person's picture is. It has an address that needs no token, so that a page can show it:
 * pictures are made to be seen, and nobody can guess the address.
 * @param ctx a context with every row at hand
 * @param user the person
 * @returns the address of their avatar, else the picture that they sign in with elsewhere, else null
 */
export async function avatarUrlOf(
  ctx: Pick<RawQueryCtx, "db" | "storage">,
  { avatarId, image }: Pick<Doc<"users">, "avatarId" | "image">,
): Promise<string | null> {
  const file = avatarId === undefined ? null : await ctx.db.get("files", avatarId);
  return file?.storageId === undefined ? (image ?? null) : await publicUrl(file.storageId);
}

/** Where `http.ts` serves files whose address is the right to them. */
export const publicPrefix = "/public/";

/**
 * Makes an address that needs no token. Our own route serves it, as Convex's storage would send the bytes
 * under whatever type their sender named, without the headers that keep a browser from running them.
 */
async function publicUrl(id: Id<"_storage">): Promise<string> {
  return `${env.CONVEX_SITE_URL}${publicPrefix}${id}.${await signatureOf(id)}`;
}

/**
 * Reads the end of such an address.
 * @param end what follows `publicPrefix`, which may be anything
 * @returns the file, or null when the address was not made here
 */
export async function fileAt(end: string): Promise<Id<"_storage"> | null> {
  const [id = "", signature] = end.split(".");
  return signature === (await signatureOf(id)) ? (id as Id<"_storage">) : null;
}

async function signatureOf(id: string): Promise<string> {
  return (await keyedHash(`public file ${id}`)).slice(0, SIGNATURE_LENGTH);
}

/** 128 bits, in hexadecimal. */
const SIGNATURE_LENGTH = 32;
