// The folder that holds a server's data. In a folder that already exists, other files and the folder's
// permissions stay as they are.

import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "./kernel/errors.ts";

/** The folders that a server creates in it. Unknown files in them count as leftovers of a server. */
export const DATA_FOLDERS = ["db", "modules", "files", "exports", "imports"];
/** Created on the first start; it identifies a folder as a data folder. */
export const INSTANCE_FILE = "instance.json";

/** For its owner alone: data holds secrets, and everybody's rows. */
const PRIVATE = 0o700;

/**
 * Makes the folder if it is missing.
 * @throws BackendError NotADataDirectory for a folder that has files where data would be put
 */
export async function openDataFolder(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true });
  if (made === undefined) return refuseForeign(directory);
  await chmod(directory, PRIVATE).catch(() => undefined);
}

/** Only their owner reads what is put into these, whatever the rights of the folder around them. */
export async function makeDataFolders(directory: string): Promise<void> {
  for (const name of DATA_FOLDERS) {
    await mkdir(join(directory, name), { recursive: true, mode: PRIVATE });
  }
}

async function refuseForeign(directory: string): Promise<void> {
  const names = await readdir(directory);
  if (names.includes(INSTANCE_FILE)) return;
  for (const name of DATA_FOLDERS.filter((folder) => names.includes(folder))) {
    const inside = await readdir(join(directory, name)).catch(() => [name]);
    if (inside.length === 0) continue;
    throw new BackendError(
      "NotADataDirectory",
      `${directory} holds "${name}" but no ${INSTANCE_FILE}, so it is not this server's, which would delete files in there; choose another folder with --data.`,
    );
  }
}
