// An embedded backend with this app on it. Where several are needed, as for the files of a test run, the app is
// pushed once: the others start on a copy of that backend's data.
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generateAuthKeys } from "./auth-keys.ts";
import { setVariables } from "./admin.ts";
import { type Embedded, startEmbedded } from "./backend.ts";

const home = join(import.meta.dirname, "..");

/** The variable with a folder in which processes share one push. Without it everybody pushes. */
export const SHARED_PUSH = "SHARED_PUSH_FOLDER";

/**
 * Starts a backend with this app on it, and keys to sign in with.
 * @param variables what else stands in its environment
 * @returns the backend, to be closed
 * @throws CliFailed when the app cannot be pushed
 */
export async function startApp(variables: Record<string, string> = {}): Promise<Embedded> {
  const shared = process.env[SHARED_PUSH];
  const backend =
    shared === undefined
      ? await pushedTo(await startEmbedded(home))
      : await startCopy(await sharedPush(shared));
  return await withKeys(backend, variables);
}

/**
 * Keeps the data of a backend with the app on it for `startStored`.
 * @param data the folder of the data, which does not exist yet
 * @param variables what else stands in its environment
 * @param fill adds to the data, while the backend runs
 * @throws CliFailed when the app cannot be pushed
 */
export async function storeApp(
  data: string,
  variables: Record<string, string> = {},
  fill?: (backend: Embedded) => Promise<void>,
): Promise<void> {
  const shared = process.env[SHARED_PUSH];
  if (shared !== undefined) await cp(await sharedPush(shared), data, { recursive: true });
  const started = await startEmbedded(home, data);
  const backend = shared === undefined ? await pushedTo(started) : started;
  try {
    await setVariables(backend, variables);
    await fill?.(backend);
  } finally {
    await backend.close();
  }
}

/**
 * Starts a backend on a copy of stored data, with new keys to sign in with.
 * @param data the folder that `storeApp` has written
 * @param variables what else stands in its environment
 * @returns the backend; closing it removes the copy
 */
export async function startStored(
  data: string,
  variables: Record<string, string> = {},
): Promise<Embedded> {
  return await withKeys(await startCopy(data), variables);
}

/** New keys also let the backend read the app's sign-in config again: a copy has another port. */
async function withKeys(backend: Embedded, variables: Record<string, string>): Promise<Embedded> {
  await setVariables(backend, { ...(await generateAuthKeys()), ...variables });
  return backend;
}

async function pushedTo(backend: Embedded): Promise<Embedded> {
  try {
    await setVariables(backend, await generateAuthKeys());
    await backend.convex(["deploy", "--yes", "--typecheck", "disable", "--codegen", "disable"]);
    return backend;
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/** A backend on a copy of some data, which goes when it is closed. */
async function startCopy(data: string): Promise<Embedded> {
  const copy = await mkdtemp(join(tmpdir(), "embedded-app-"));
  await cp(data, copy, { recursive: true });
  const backend = await startEmbedded(home, copy);
  const remove = () => rm(copy, { recursive: true, force: true });
  return { ...backend, close: () => backend.close().finally(remove) };
}

/** The folder with the data of the one push. The first process to ask makes it, others wait. */
async function sharedPush(folder: string): Promise<string> {
  const [data, failed, done] = ["data", "failed", "done"].map((name) => join(folder, name));
  const isOurs = await mkdir(join(folder, "begun")).then(
    () => true,
    () => false,
  );
  if (isOurs) {
    try {
      await pushedTo(await startEmbedded(home, data)).then((backend) => backend.close());
      await mkdir(done!);
    } catch (error) {
      await mkdir(failed!);
      throw error;
    }
  }
  while (!existsSync(done!)) {
    if (existsSync(failed!)) throw new Error("The push that all tests share failed, see there.");
    await sleep(50);
  }
  return data!;
}
