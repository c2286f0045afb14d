// The identity of a data directory: its admin key and its secret.

import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { INSTANCE_NAME } from "./auth/admin-access.ts";
import { INSTANCE_FILE } from "./data-folder.ts";
import type { RandomBytes } from "./kernel/database-types.ts";
import { BackendError } from "./kernel/errors.ts";

export interface Instance {
  /** `groundwork|<hex>` */
  adminKey: string;
  /** 32 bytes */
  secret: Uint8Array;
}

/**
 * Reads `instance.json`, or makes it on the first start. Only its owner may read the file.
 * @throws BackendError InstanceFileInvalid
 */
export async function openInstance(directory: string, random: RandomBytes): Promise<Instance> {
  const path = join(directory, INSTANCE_FILE);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text !== null) return parse(path, text);
  const adminKey = `${INSTANCE_NAME}|${Buffer.from(random(32)).toString("hex")}`;
  const secret = random(32);
  await writeNew(path, JSON.stringify({ adminKey, secret: Buffer.from(secret).toString("hex") }));
  return { adminKey, secret };
}

/**
 * The admin key to use in place of the kept one; null when none was given.
 * @throws BackendError InvalidAdminKey
 */
export function chosenAdminKey(key: string | undefined): string | null {
  if (key === undefined) return null;
  // A colon would end the key where the header names an identity to impersonate; quotes get lost
  // between env files and shells.
  if (/^[\x21-\x7e]+$/.test(key) && !/[:"'`]/.test(key)) return key;
  throw new BackendError(
    "InvalidAdminKey",
    "The admin key must be printable ASCII without spaces, colons and quotes.",
  );
}

function parse(path: string, text: string): Instance {
  try {
    const { adminKey, secret } = JSON.parse(text) as { adminKey?: unknown; secret?: unknown };
    if (typeof adminKey === "string" && typeof secret === "string" && isHex32(secret)) {
      return { adminKey, secret: Uint8Array.from(Buffer.from(secret, "hex")) };
    }
  } catch {
    // Reported below, like a file of another shape.
  }
  throw new BackendError(
    "InstanceFileInvalid",
    `${path} is damaged; restore it, or start again from nothing with --reset.`,
    500,
  );
}

function isHex32(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

async function writeNew(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(`${content}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
