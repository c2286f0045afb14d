// Bytes of stored files on disk: `<data>/files/<component>/<uuid>`. A file is complete and durable
// before its `_storage` row can be committed; a file without a row is an orphan and is swept.

import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ComponentId, JsonValue, RandomBytes } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";

/** Convex ends an upload after two minutes instead; here one request must not fill the disk. */
export const MAX_FILE_BYTES = 1024 ** 3;

export interface FileOptions {
  contentType: string | null;
  /** Hex or base64; checked when given. */
  sha256?: string | undefined;
}

/** Folder of all stored files. */
export function filesDirectory(dataDirectory: string): string {
  return path.join(dataDirectory, "files");
}

/** Where the bytes of a file lie. */
export function filePath(dataDirectory: string, component: ComponentId, uuid: string): string {
  return path.join(filesDirectory(dataDirectory), componentFolder(component), uuid);
}

/** The folder name of a component; the app itself has `app`, every other one its id behind a dash. */
function componentFolder(component: ComponentId): string {
  return component === "" ? "app" : `-${encodeURIComponent(component)}`;
}

/** The component a folder belongs to; the inverse of the above. */
export function componentOfFolder(folder: string): ComponentId {
  return folder === "app" ? "" : decodeURIComponent(folder.slice(1));
}

/**
 * Stores bytes at once, for a mutation: the caller inserts the returned row in its transaction.
 * @throws BackendError 400 Sha256Mismatch
 */
export function storeBytes(
  place: { dataDirectory: string; component: ComponentId; random: RandomBytes },
  bytes: Uint8Array,
  options: FileOptions,
): JsonValue {
  const digest = createHash("sha256").update(bytes).digest();
  checkDigest(digest, options.sha256);
  const uuid = uuidV4(place.random);
  const target = filePath(place.dataDirectory, place.component, uuid);
  mkdirSync(path.dirname(target), { recursive: true });
  const descriptor = openSync(`${target}.tmp`, "wx");
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${target}.tmp`, target);
  return storageRow(uuid, digest, bytes.length, options.contentType);
}

/** The bytes of a file at once, for a mutation; null when they are gone. */
export function readBytes(
  dataDirectory: string,
  component: ComponentId,
  uuid: string,
): Uint8Array | null {
  try {
    return readFileSync(filePath(dataDirectory, component, uuid));
  } catch {
    return null;
  }
}

/**
 * Stores a stream without holding it in memory; the caller commits the returned row.
 * @param place.maxBytes 1 GiB by default
 * @throws BackendError 400 Sha256Mismatch, 413 FileTooLarge, and whatever the stream throws; no file
 *   is left then
 */
export async function storeStream(
  place: { dataDirectory: string; component: ComponentId; random: RandomBytes; maxBytes?: number },
  body: Uint8Array | ReadableStream<Uint8Array>,
  options: FileOptions,
): Promise<JsonValue> {
  const uuid = uuidV4(place.random);
  const target = filePath(place.dataDirectory, place.component, uuid);
  const temporary = `${target}.tmp`;
  await mkdir(path.dirname(target), { recursive: true });
  const hash = createHash("sha256");
  try {
    const limited = limitedChunks(body, place.maxBytes ?? MAX_FILE_BYTES);
    const size = await writeDurably(temporary, limited, hash);
    const digest = hash.digest();
    checkDigest(digest, options.sha256);
    await rename(temporary, target);
    return storageRow(uuid, digest, size, options.contentType);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function* limitedChunks(
  body: Uint8Array | ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw fileTooLarge(maxBytes);
    yield chunk;
  }
}

/** For a file that is larger than one may be, in bytes. */
export function fileTooLarge(maxBytes: number): BackendError {
  return new BackendError("FileTooLarge", `A file may have ${maxBytes} bytes at most.`, 413);
}

async function writeDurably(
  target: string,
  chunks: AsyncIterable<Uint8Array>,
  hash: Hash,
): Promise<number> {
  const handle = await open(target, "wx");
  let size = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await handle.writeFile(chunk);
      size += chunk.byteLength;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return size;
}

function storageRow(
  uuid: string,
  digest: Buffer,
  size: number,
  contentType: string | null,
): JsonValue {
  const row = { uuid, sha256: digest.toString("base64"), size };
  return contentType === null ? row : { ...row, contentType };
}

function checkDigest(actual: Buffer, expected: string | undefined): void {
  if (expected === undefined) return;
  const isHex = /^[0-9a-f]{64}$/i.test(expected);
  if (actual.equals(Buffer.from(expected, isHex ? "hex" : "base64"))) return;
  throw new BackendError(
    "Sha256Mismatch",
    `The SHA-256 of the file is ${actual.toString("base64")}, but ${expected} was announced.`,
  );
}

function uuidV4(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
