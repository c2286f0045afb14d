// URLs and tokens of file storage. Pure, so that worker threads can use them too.

import { createHmac, timingSafeEqual } from "node:crypto";
import type { ComponentId, JsonText } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";

const TOKEN_LIFETIME_MS = 3600 * 1000;

/**
 * Where a client may POST a file. Holds for one hour, for any number of uploads.
 * @param options.now ms since 1970
 */
export function uploadUrl(options: {
  cloudOrigin: string;
  instanceSecret: Uint8Array;
  component: ComponentId;
  now: number;
}): string {
  const payload = Buffer.from(
    JSON.stringify({ component: options.component, issued: options.now }),
  ).toString("base64url");
  const token = `${payload}.${signature(payload, options.instanceSecret).toString("base64url")}`;
  return `${options.cloudOrigin}/api/storage/upload?token=${token}`;
}

/**
 * The component an upload token was made for.
 * @throws BackendError 401 StorageTokenInvalid, StorageTokenExpired
 */
export function readUploadToken(
  token: string,
  options: { instanceSecret: Uint8Array; now: number },
): ComponentId {
  const [payload = "", mac = ""] = token.split(".");
  const expected = signature(payload, options.instanceSecret);
  const given = Buffer.from(mac, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new BackendError("StorageTokenInvalid", "The upload token is not valid.", 401);
  }
  const { component, issued } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
    component: ComponentId;
    issued: number;
  };
  if (options.now - issued > TOKEN_LIFETIME_MS) {
    throw new BackendError(
      "StorageTokenExpired",
      "The upload URL is older than one hour; generate a new one.",
      401,
    );
  }
  return component;
}

/** The capability URL of a file: who knows the uuid may read it. */
export function fileUrl(options: {
  cloudOrigin: string;
  component: ComponentId;
  uuid: string;
}): string {
  const query =
    options.component === "" ? "" : `?component=${encodeURIComponent(options.component)}`;
  return `${options.cloudOrigin}/api/storage/${options.uuid}${query}`;
}

/** A row of `_storage` as stored. */
export interface StorageRow {
  _id: string;
  _creationTime: number;
  uuid: string;
  /** base64 */
  sha256: string;
  size: number;
  contentType?: string;
}

/** What `storage.getMetadata` answers: the hash in hex, unlike in the document. */
export function fileMetadata(row: JsonText): {
  storageId: string;
  sha256: string;
  size: number;
  contentType: string | null;
} {
  const { _id, sha256, size, contentType } = JSON.parse(row) as StorageRow;
  return {
    storageId: _id,
    sha256: Buffer.from(sha256, "base64").toString("hex"),
    size,
    contentType: contentType ?? null,
  };
}

function signature(payload: string, secret: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(payload).digest();
}
