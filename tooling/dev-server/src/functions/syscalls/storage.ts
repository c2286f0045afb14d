// File storage in queries and mutations. Rows are transactional; bytes lie beside the database.

import type { JsonText, JsonValue, Namespace } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { readBytes, storeBytes } from "../files/file-storage-bytes.ts";
import { fileMetadata, fileUrl, uploadUrl, type StorageRow } from "../files/file-storage-urls.ts";
import type { Frame } from "./frame.ts";
import { requireMutation, type Syscalls } from "./syscalls.ts";

const STORAGE = "_storage";

/** `1.0/storageGetUrl` and its kin. */
export const storageSyscalls: Syscalls = {
  "1.0/storageGetUrl": (frame, args) => {
    const row = readRow(frame, args, "getUrl");
    if (row === null) return "null";
    const { uuid } = JSON.parse(row) as StorageRow;
    const { cloudOrigin } = frame.execution.deployment;
    return JSON.stringify(fileUrl({ cloudOrigin, component: frame.component, uuid }));
  },
  "1.0/storageGetMetadata": (frame, args) => {
    const row = readRow(frame, args, "getMetadata");
    return row === null ? "null" : JSON.stringify(fileMetadata(row));
  },
  "1.0/storageGenerateUploadUrl": (frame) => {
    requireMutation(frame, "storage.generateUploadUrl");
    const { deployment, instanceSecret, now } = frame.execution;
    const { cloudOrigin } = deployment;
    return JSON.stringify(
      uploadUrl({ cloudOrigin, instanceSecret, component: frame.component, now }),
    );
  },
  "1.0/storageDelete": (frame, args) => {
    requireMutation(frame, "storage.delete");
    const row = readRow(frame, args, "delete");
    if (row === null) {
      throw new BackendError("FileNotFound", `storage id ${String(args.storageId)} not found`);
    }
    frame.tx.remove(namespace(frame), (JSON.parse(row) as StorageRow)._id, STORAGE);
    return "null";
  },
  "1.0/storageStore": (frame, args) => {
    requireMutation(frame, "storage.store");
    const { blob, contentType, sha256 } = args as Record<string, string | null | undefined>;
    const row: JsonValue = storeBytes(
      {
        dataDirectory: frame.execution.dataDirectory,
        component: frame.component,
        random: (length) => frame.random.bytes(length),
      },
      Buffer.from(blob ?? "", "base64"),
      { contentType: contentType || null, sha256: sha256 ?? undefined },
    );
    return JSON.stringify(frame.tx.insert(namespace(frame), STORAGE, row));
  },
  "1.0/storageGet": (frame, args) => {
    const text = readRow(frame, args, "get");
    if (text === null) return "null";
    const row = JSON.parse(text) as StorageRow;
    const bytes = readBytes(frame.execution.dataDirectory, frame.component, row.uuid);
    if (bytes === null) return "null";
    return JSON.stringify({
      blob: Buffer.from(bytes).toString("base64"),
      contentType: row.contentType ?? null,
    });
  },
};

function readRow(frame: Frame, args: Record<string, JsonValue>, call: string): JsonText | null {
  const id = String(args.storageId);
  if (frame.tx.normalizeId(namespace(frame), STORAGE, id) === null) {
    throw new BackendError(
      "InvalidStorageId",
      `Invalid argument \`storageId\` for \`storage.${call}\`: Invalid storage ID: "${id}". ` +
        'It should be an Id<"_storage">.',
    );
  }
  return frame.tx.get(namespace(frame), id, STORAGE);
}

function namespace(frame: Frame): Namespace {
  return { component: frame.component, system: true };
}
