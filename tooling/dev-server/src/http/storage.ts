// Files over HTTP: uploads to a signed URL, and serving by capability URL with ranges.

import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { fileTooLarge, MAX_FILE_BYTES } from "../functions/files/file-storage-bytes.ts";
import { readUploadToken } from "../functions/files/file-storage-urls.ts";
import { isFileUuid } from "../functions/files/file-storage.ts";
import type { App } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";
import { parseRange } from "./storage-range.ts";

type StorageParts = Pick<App, "clock" | "files"> & {
  config: Pick<App["config"], "instanceSecret">;
};
type StoredFile = NonNullable<ReturnType<App["files"]["readByUuid"]>>;

/**
 * The routes under `/api/storage`. Failures are thrown as BackendError: 401 StorageTokenInvalid and
 * StorageTokenExpired, 400 Sha256Mismatch and InvalidStoragePath, 404 FileNotFound, 413 FileTooLarge,
 * 416 RangeNotSatisfiable.
 */
export function storageApi(app: StorageParts): Hono {
  const routes = new Hono();
  routes.post("/api/storage/upload", async (context) => {
    const component = readUploadToken(context.req.query("token") ?? "", {
      instanceSecret: app.config.instanceSecret,
      now: app.clock.now(),
    });
    const announced = Number(context.req.header("content-length") ?? 0);
    if (announced > MAX_FILE_BYTES) throw fileTooLarge(MAX_FILE_BYTES);
    const storageId = await app.files.store(component, context.req.raw.body ?? new Uint8Array(), {
      contentType: context.req.header("content-type") ?? null,
      sha256: announcedDigest(context.req.header("digest")),
    });
    return context.json({ storageId });
  });
  // Hono answers HEAD by this route as well, without the body.
  routes.get("/api/storage/:uuid", (context) => {
    const uuid = context.req.param("uuid");
    if (!isFileUuid(uuid)) {
      throw new BackendError("InvalidStoragePath", `"${uuid}" is not the path of a stored file.`);
    }
    const file = app.files.readByUuid(context.req.query("component") ?? "", uuid);
    if (file === null) throw new BackendError("FileNotFound", `File ${uuid} not found.`, 404);
    return serve(file, context.req.header("range"), context.req.raw.method === "HEAD");
  });
  return routes;
}

/** `Digest: sha-256=<base64>` (RFC 3230); other algorithms are not checked. */
function announcedDigest(header: string | undefined): string | undefined {
  return /(?:^|,)\s*sha-256=([^,\s]+)/i.exec(header ?? "")?.[1];
}

function serve(file: StoredFile, rangeHeader: string | undefined, isHead: boolean): Response {
  const range = parseRange(rangeHeader, file.size);
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=2592000",
  });
  if (file.contentType !== null) headers.set("content-type", file.contentType);
  if (range === "unsatisfiable") {
    throw new BackendError(
      "RangeNotSatisfiable",
      `The range "${rangeHeader}" is not one range within the file's ${file.size} bytes.`,
      416,
    );
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  headers.set("content-length", String(end - start + 1));
  if (range === null) headers.set("digest", `sha-256=${file.sha256}`);
  else headers.set("content-range", `bytes ${start}-${end}/${file.size}`);
  const body = isHead || end < start ? null : fileStream(file.path, start, end);
  return new Response(body, { status: range === null ? 200 : 206, headers });
}

function fileStream(path: string, start: number, end: number): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>;
}
