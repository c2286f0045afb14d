// Bodies of requests: size, compression, JSON. A wrong one is a 400 or 413 with a code.

import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { BackendError } from "../kernel/errors.ts";
import { LIMITS } from "../kernel/limits.ts";
import { hasTooManyValues, TOO_MANY_VALUES } from "./json-text.ts";

const MIB = 1024 * 1024;
/** For requests without an admin key: the largest arguments, and room for what names the function. */
export const MAX_PUBLIC_BYTES = LIMITS.argsBytes.value + 4096;
/** Of a push with the admin key in a header; before and after decompression. */
const MAX_PUSH_BYTES = 100 * MIB;

const DECODERS = {
  br: promisify(brotliDecompress),
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
} as const;

/**
 * Reads the JSON body of a push or another request of the CLI, compressed or not.
 * @param isAdmin whether a header has shown the admin key: without it the body is read as untrusted
 * @throws BackendError 400 BadJsonBody, UnsupportedContentEncoding; 413 BodyTooLarge
 */
export async function readJsonBody(request: Request, isAdmin: boolean): Promise<unknown> {
  const maxBytes = isAdmin ? MAX_PUSH_BYTES : MAX_PUBLIC_BYTES;
  const bytes = await readAll(request, maxBytes);
  const text = (
    await decompress(bytes, request.headers.get("content-encoding"), maxBytes)
  ).toString();
  if (!isAdmin && hasTooManyValues(text)) {
    throw new BackendError(
      "BodyTooLarge",
      `The request body is too large: ${TOO_MANY_VALUES}.`,
      413,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BackendError(
      "BadJsonBody",
      `The request body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function readAll(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function decompress(
  bytes: Buffer,
  encoding: string | null,
  maxBytes: number,
): Promise<Buffer> {
  if (encoding === null || encoding === "identity") return bytes;
  if (!Object.hasOwn(DECODERS, encoding)) {
    throw new BackendError(
      "UnsupportedContentEncoding",
      `The body is encoded as "${encoding}"; br, gzip and deflate are understood.`,
    );
  }
  try {
    return await DECODERS[encoding as keyof typeof DECODERS](bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes);
    throw new BackendError("BadBodyEncoding", `The body is not valid ${encoding} data.`);
  }
}

function tooLarge(maxBytes: number): BackendError {
  return new BackendError(
    "BodyTooLarge",
    `The request body is larger than ${Math.floor(maxBytes / MIB)} MiB.`,
    413,
  );
}
