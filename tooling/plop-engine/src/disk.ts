// The writes of a run, one by one, so that a test can let each of them fail.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { Encoding } from "./plan.ts";

export interface Disk {
  /** Creates one folder in an existing one. */
  makeFolder(path: string): void;
  /** Creates a file and flushes it to the disk. With a mode, the file gets exactly that mode. */
  create(path: string, contents: string, mode?: number, encoding?: Encoding): void;
  /** Renames a file, replacing one that has the new name. */
  move(from: string, to: string): void;
  remove(path: string): void;
  /** Removes a folder that is empty. */
  removeFolder(path: string): void;
  /** Flushes the names in a folder to the disk. */
  sync(folder: string): void;
}

export const realDisk: Disk = {
  makeFolder: (path) => mkdirSync(path),

  create(path, contents, mode, encoding = "utf8") {
    const file = openSync(path, "wx", mode ?? 0o666);
    try {
      const bytes = Buffer.from(contents, encoding);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      if (mode !== undefined) fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },

  move: (from, to) => renameSync(from, to),
  remove: (path) => unlinkSync(path),
  removeFolder: (path) => rmdirSync(path),

  sync(folder) {
    // Windows cannot open a folder, and flushes names by itself.
    if (process.platform === "win32") return;
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
};

/** The code of a file system error, such as `ENOSPC`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
