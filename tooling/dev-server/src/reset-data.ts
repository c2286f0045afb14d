// Deleting a data directory: only one that is ours, and only what a server puts there.

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DATA_FOLDERS, INSTANCE_FILE } from "./data-folder.ts";
import { BackendError } from "./kernel/errors.ts";

/** Everything a server keeps, beside its lock. `.env` files and the like are never deleted. */
const OURS = [INSTANCE_FILE, ...DATA_FOLDERS];

/**
 * What `--reset` would delete; empty when there is nothing.
 * @throws BackendError NotADataDirectory when the folder is not empty and holds no instance of this server
 */
export async function resettable(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw new BackendError("NotADataDirectory", `${directory} cannot be read: ${error.message}.`);
  });
  if (names.length > 0 && !names.includes(INSTANCE_FILE)) {
    throw new BackendError(
      "NotADataDirectory",
      `${directory} is not empty and holds no ${INSTANCE_FILE}, so it is not this server's; delete it by hand if it is to go.`,
    );
  }
  return names.filter((name) => OURS.includes(name)).map((name) => join(directory, name));
}

/** Deletes what `resettable` named. The directory must be locked, or not in use. */
export async function deleteAll(paths: string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
}
