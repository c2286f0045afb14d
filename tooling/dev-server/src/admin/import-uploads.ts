// Uploads of `convex import`: parts arrive one by one and are kept until the import has ended.

import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BackendError } from "../kernel/errors.ts";

export interface Uploads {
  /** Returns the upload's token. */
  start(): Promise<string>;
  /** Stores one part; returns the part's token. Sent again, a part takes the place of the first. */
  addPart(upload: string, part: string, body: ReadableStream<Uint8Array> | null): Promise<string>;
  /** Joins parts in the order given and keeps them under `name`. */
  finish(upload: string, parts: string[], name: string): Promise<void>;
  read(name: string): Promise<Uint8Array>;
  remove(name: string): Promise<void>;
}

/**
 * Uploads in a folder of their own. Methods throw BackendError 400 InvalidUploadToken and
 * InvalidPart for tokens that were not given out.
 */
export function createUploads(dataDirectory: string): Uploads {
  const directory = path.join(dataDirectory, "imports");
  const folderOf = async (upload: string): Promise<string> => {
    const folder = path.join(directory, upload);
    const isKnown = /^[0-9a-f]{32}$/.test(upload) && (await exists(folder));
    if (!isKnown) throw new BackendError("InvalidUploadToken", "There is no such upload.");
    return folder;
  };
  const partOf = async (folder: string, part: string): Promise<string> => {
    if (!/^\d{1,5}$/.test(part)) {
      throw new BackendError("InvalidPart", `"${part}" is not the number of a part.`);
    }
    return path.join(folder, part);
  };
  return {
    async start() {
      const upload = randomBytes(16).toString("hex");
      await mkdir(path.join(directory, upload), { recursive: true });
      return upload;
    },
    async addPart(upload, part, body) {
      const target = await partOf(await folderOf(upload), part);
      const source = body === null ? Readable.from([]) : Readable.fromWeb(body as never);
      await pipeline(source, createWriteStream(target));
      return part;
    },
    async finish(upload, parts, name) {
      const folder = await folderOf(upload);
      const whole = path.join(folder, "whole");
      await pipeline(
        Readable.from(joined(await Promise.all(parts.map((part) => partOf(folder, part))))),
        createWriteStream(whole),
      );
      await rename(whole, path.join(directory, name));
      await rm(folder, { recursive: true, force: true });
    },
    read: (name) => readFile(path.join(directory, name)),
    remove: (name) => rm(path.join(directory, name), { force: true }),
  };
}

async function* joined(files: string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    if (!(await exists(file))) {
      throw new BackendError("InvalidPart", `Part ${path.basename(file)} was not uploaded.`);
    }
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  }
}

async function exists(location: string): Promise<boolean> {
  return stat(location).then(
    () => true,
    () => false,
  );
}
