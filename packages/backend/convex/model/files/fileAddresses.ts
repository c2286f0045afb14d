// The addresses of files that are rights in themselves: each names what it is for, and is signed.
import { env } from "../../_generated/server";
import type { QueryCtx } from "../../_generated/server";
import type { Doc, Id } from "../../_generated/dataModel";
import { keyedHash } from "../../lib/keyedHash";

/** Where `http.ts` takes the bytes of an upload. */
export const uploadPrefix = "/uploads/";

/** Where `http.ts` serves files whose address is the right to them. */
export const publicPrefix = "/public/";

/**
 * Finds where a person's picture is. It has an address that needs no token, so that a page can show it:
 * pictures are made to be seen, and nobody can guess the address.
 * @param ctx a context with every row at hand
 * @param user the person
 * @returns the address of their avatar, else the picture that they sign in with elsewhere, else null
 */
export async function avatarUrlOf(
  ctx: Pick<QueryCtx, "db">,
  { avatarId, image }: Pick<Doc<"users">, "avatarId" | "image">,
): Promise<string | null> {
  const file = avatarId === undefined ? null : await ctx.db.get("files", avatarId);
  return file?.storageId === undefined ? (image ?? null) : await publicUrl(file.storageId);
}

/**
 * Makes an address of a file that needs no token. Our own route serves it, as Convex's storage would send the bytes
 * under whatever type their sender named, without the headers that keep a browser from running them.
 */
export async function publicUrl(id: Id<"_storage">): Promise<string> {
  return await signedUrl(publicPrefix, id);
}

/** Makes an address that `idAt` reads. */
export async function signedUrl(prefix: string, id: string): Promise<string> {
  return `${env.CONVEX_SITE_URL}${prefix}${id}.${await signatureOf(prefix, id)}`;
}

/**
 * Reads an address that was made here.
 * @param prefix what its path starts with
 * @param url all of it, which may be anything
 * @returns the id in it, or null when it was not made here
 */
export async function idAt<Table extends "uploads" | "_storage">(
  prefix: string,
  url: string,
): Promise<Id<Table> | null> {
  const [id = "", signature] = new URL(url).pathname.slice(prefix.length).split(".");
  return signature === (await signatureOf(prefix, id)) ? (id as Id<Table>) : null;
}

/** By the prefix, too: the right to send a file is not the right to read one. */
async function signatureOf(prefix: string, id: string): Promise<string> {
  return (await keyedHash(`${prefix}${id}`)).slice(0, SIGNATURE_LENGTH);
}

/** 128 bits, in hexadecimal. */
const SIGNATURE_LENGTH = 32;
