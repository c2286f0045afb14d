// Addresses that grant access to a file: each contains its purpose, and is signed.
import { env } from "../../_generated/server";
import type { QueryCtx } from "../../_generated/server";
import type { Doc, Id } from "../../_generated/dataModel";
import { keyedHash } from "../../lib/keyedHash";

/** Where `http.ts` receives uploads. */
export const uploadPrefix = "/uploads/";

/** Where `http.ts` serves files to everyone who has their address. */
export const publicPrefix = "/public/";

/**
 * Finds where a person's picture is. Its address needs no token, so that a page can show it:
 * pictures are meant to be seen, and the address cannot be guessed.
 * @param ctx a context with an unscoped database
 * @param user the person
 * @returns the address of their avatar, else the picture of their GitHub or Google account, else null
 */
export async function avatarUrlOf(
  ctx: Pick<QueryCtx, "db">,
  { avatarId, image }: Pick<Doc<"users">, "avatarId" | "image">,
): Promise<string | null> {
  const file = avatarId === undefined ? null : await ctx.db.get("files", avatarId);
  return file?.storageId === undefined ? (image ?? null) : await publicUrl(file.storageId);
}

/**
 * Makes an address of a file that needs no token. Our own route serves it, because Convex's storage sends the
 * bytes with the type that their sender named, without the headers that keep a browser from running them.
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
 * @param url the whole address, unchecked
 * @returns the id in it, or null when it was not made here
 */
export async function idAt<Table extends "uploads" | "_storage">(
  prefix: string,
  url: string,
): Promise<Id<Table> | null> {
  const [id = "", signature] = new URL(url).pathname.slice(prefix.length).split(".");
  return signature === (await signatureOf(prefix, id)) ? (id as Id<Table>) : null;
}

/** Includes the prefix: the right to send a file is not the right to read one. */
async function signatureOf(prefix: string, id: string): Promise<string> {
  return (await keyedHash(`${prefix}${id}`)).slice(0, SIGNATURE_LENGTH);
}

/** 128 bits, in hexadecimal. */
const SIGNATURE_LENGTH = 32;
