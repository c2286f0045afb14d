// Starts and stops a backend: wires the parts, in the order they need each other.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createLogStream } from "./admin/logs.ts";
import { createAuthenticator } from "./auth/authenticator.ts";
import { makeDataFolders, openDataFolder } from "./data-folder.ts";
import { lockDirectory } from "./data-lock.ts";
import { Deployments } from "./deploy/deployments.ts";
import { openDatabase } from "./engine/database.ts";
import { createFileStorage } from "./functions/files/file-storage.ts";
import { createRunner } from "./functions/runner.ts";
import { createScheduler } from "./functions/scheduling/scheduler.ts";
import { createHandler } from "./http/handler.ts";
import { siteHandler } from "./http/site-handler.ts";
import { chosenAdminKey, openInstance } from "./instance.ts";
import type { App, ServerConfig } from "./kernel/app.ts";
import type { Clock, RandomBytes } from "./kernel/database-types.ts";
import { BackendError } from "./kernel/errors.ts";
import { isLoopback } from "./listener/callers.ts";
import { listen, type Listener } from "./listener/listen.ts";
import {
  DEFAULT_DATA_DIRECTORY,
  DEFAULT_PORT,
  DEFAULT_SITE_PORT,
  type RunningServer,
  type ServerOptions,
} from "./server-options.ts";
import { attachSync } from "./sync/socket.ts";

/** Things to undo, in the order they were done. */
type CleanUps = (() => unknown)[];

/**
 * Starts a backend.
 * @throws BackendError PortTaken, DataDirectoryInUse, NotADataDirectory, RemoteHostRefused, InvalidAdminKey, …; nothing
 *   is left open then
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const cleanUps: CleanUps = [];
  const cleanUp = async (): Promise<void> => {
    for (let undo = cleanUps.pop(); undo !== undefined; undo = cleanUps.pop()) await undo();
  };
  try {
    const config = await configure(options, cleanUps);
    const { dataDirectory, adminKey, cloudOrigin, siteOrigin } = config.server;
    await startParts(config, options, cleanUps);
    let closing: Promise<void> | null = null;
    return {
      cloudOrigin,
      siteOrigin,
      adminKey,
      dataDirectory,
      close: () => (closing ??= cleanUp()),
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

interface Configured {
  server: ServerConfig;
  cloud: Listener;
  site: Listener;
  clock: Clock;
  random: RandomBytes;
}

/** Locks the data directory and binds the ports first: this fails early when another process has them. */
async function configure(options: ServerOptions, cleanUps: CleanUps): Promise<Configured> {
  const host = checkHost(options);
  const random = options.random ?? ((length) => Uint8Array.from(randomBytes(length)));
  const dataDirectory = await openDirectory(options, cleanUps);
  cleanUps.push(await lockDirectory(dataDirectory));
  await makeDataFolders(dataDirectory);
  const instance = await openInstance(dataDirectory, random);
  const [cloud, site] = await listenTwice(host, options, cleanUps);
  return {
    cloud,
    site,
    clock: options.clock ?? { now: () => Date.now() },
    random,
    server: {
      host,
      port: cloud.port,
      sitePort: site.port,
      dataDirectory,
      adminKey: chosenAdminKey(options.adminKey) ?? instance.adminKey,
      cloudOrigin: originOf(host, cloud.port),
      siteOrigin: originOf(host, site.port),
      instanceSecret: instance.secret,
    },
  };
}

async function openDirectory(options: ServerOptions, cleanUps: CleanUps): Promise<string> {
  if (options.inMemory === true) {
    const temporary = await mkdtemp(join(tmpdir(), "groundwork-"));
    cleanUps.push(() => rm(temporary, { recursive: true, force: true }));
    return temporary;
  }
  const directory = resolve(options.dataDirectory ?? DEFAULT_DATA_DIRECTORY);
  await openDataFolder(directory);
  return directory;
}

async function listenTwice(
  host: string,
  options: ServerOptions,
  cleanUps: CleanUps,
): Promise<[Listener, Listener]> {
  const { strictPort = false } = options;
  const strict =
    typeof strictPort === "boolean" ? { port: strictPort, sitePort: strictPort } : strictPort;
  const { allowedHosts = [], allowRemote = false } = options;
  const callers = { allowedHosts: [host, ...allowedHosts], allowRemote };
  const port = options.port ?? DEFAULT_PORT;
  const cloud = await listen({ host, port, isStrict: strict.port, callers });
  cleanUps.push(() => cloud.close());
  const sitePort = options.sitePort ?? DEFAULT_SITE_PORT;
  const site = await listen({ host, port: sitePort, isStrict: strict.sitePort, callers });
  cleanUps.push(() => site.close());
  return [cloud, site];
}

async function startParts(
  { server: config, cloud, site, clock, random }: Configured,
  options: ServerOptions,
  cleanUps: CleanUps,
): Promise<void> {
  const report = options.report ?? ((error) => console.error(error));
  const database = openDatabase({ directory: join(config.dataDirectory, "db"), clock, random });
  cleanUps.push(() => database.close());
  const logs = createLogStream({ clock });
  const files = createFileStorage({ database, random, config });
  const runner = createRunner({ config, clock, random, database, files, logs });
  cleanUps.push(() => runner.close());
  const auth = createAuthenticator({ config, clock, runner });
  const scheduler = createScheduler({ database, runner, clock, random, logs });
  const app: App = { config, clock, random, database, runner, auth, logs, files, scheduler };
  const { projectDirectories, progress } = options;
  const deployments = new Deployments({ ...app, projectDirectories, progress });
  await deployments.start();
  await scheduler.start();
  cleanUps.push(() => scheduler.stop());

  const sync = attachSync(cloud, app);
  cleanUps.push(() => sync.close());
  cleanUps.push(() => logs.close());
  cloud.serve(createHandler({ ...app, logs, deployments }, report));
  site.serve(siteHandler(app, report));
}

/** @throws BackendError RemoteHostRefused */
function checkHost({ host = "127.0.0.1", allowRemote = false }: ServerOptions): string {
  if (isLoopback(host) || allowRemote) return host;
  throw new BackendError(
    "RemoteHostRefused",
    `Listening on ${host} lets other machines in, and this backend is for development; ` +
      "pass --allow-remote if that is what you want.",
  );
}

function originOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
