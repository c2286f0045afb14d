// Lets the files of a test run share one push of the app. Nothing is pushed unless one of them asks for it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHARED_PUSH } from "./app.ts";

/**
 * Vitest's global set-up.
 * @returns what vitest runs at the end
 */
export default async function shareOnePush(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "shared-push-"));
  process.env[SHARED_PUSH] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
