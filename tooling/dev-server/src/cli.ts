#!/usr/bin/env node
// The command `groundwork-dev-server`: the only file that touches the process.

import { relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { HELP, parseCliOptions, type CliOptions } from "./cli-options.ts";
import { lockDirectory } from "./data-lock.ts";
import { BackendError } from "./kernel/errors.ts";
import { deleteAll, resettable } from "./reset-data.ts";
import { DEFAULT_DATA_DIRECTORY, type RunningServer } from "./server-options.ts";

/** Of a command line that cannot be carried out as it is. */
const EXIT_USAGE = 2;

async function main(args: string[]): Promise<number> {
  const options = parseCliOptions(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (options.reset && !(await reset(options, args))) return EXIT_USAGE;
  const stop = nextSignal();
  // Loaded late: help and refusals come at once.
  const { startServer } = await import("./server.ts");
  const server = await startServer({ ...options.server, report: reportFault });
  // One request or one connection that goes wrong must not take the others' backend away.
  process.on("uncaughtException", reportFault);
  process.on("unhandledRejection", reportFault);
  printStart(server, options);
  const signal = await stop;
  console.log(`Stopping (${signal}).`);
  await server.close();
  return 0;
}

function printStart(server: RunningServer, options: CliOptions): void {
  const data = options.server.inMemory
    ? "in memory, gone when this stops"
    : relative(process.cwd(), server.dataDirectory) || ".";
  const lines = [
    "Groundwork development backend",
    `  API and sync  ${server.cloudOrigin}`,
    `  HTTP actions  ${server.siteOrigin}`,
    `  Data          ${data}`,
  ];
  if (options.printEnv) {
    lines.push(
      "",
      `CONVEX_SELF_HOSTED_URL=${server.cloudOrigin}`,
      `CONVEX_SELF_HOSTED_ADMIN_KEY=${server.adminKey}`,
    );
  }
  console.log(lines.join("\n"));
}

/** Deletes the data when that is confirmed. Returns whether to go on. */
async function reset(options: CliOptions, args: string[]): Promise<boolean> {
  const directory = resolve(options.server.dataDirectory ?? DEFAULT_DATA_DIRECTORY);
  const paths = await resettable(directory);
  if (paths.length === 0) return true;
  console.log(`This deletes:\n${paths.map((path) => `  ${path}`).join("\n")}`);
  if (!options.yes && !(await isConfirmed(args))) return false;
  const unlock = await lockDirectory(directory);
  try {
    await deleteAll(paths);
  } finally {
    await unlock();
  }
  return true;
}

async function isConfirmed(args: string[]): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error(
      "ConfirmationNeeded: nothing was deleted, for there is no terminal to ask on; run: " +
        `groundwork-dev-server ${[...args, "--yes"].join(" ")}`,
    );
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Delete it? [y/N] ");
  terminal.close();
  const isYes = /^y(es)?$/i.test(answer.trim());
  if (!isYes) console.error("ResetCanceled: nothing was deleted.");
  return isYes;
}

/** The first signal to stop; a second one means that the sender does not want to wait. */
function nextSignal(): Promise<string> {
  let isStopping = false;
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(1);
        isStopping = true;
        done(signal);
      });
    }
  });
}

function reportFault(error: unknown): void {
  console.error(
    "InternalServerError:",
    error instanceof Error ? (error.stack ?? error.message) : error,
  );
}

function sentence(error: unknown): string {
  if (error instanceof BackendError) return `${error.code}: ${error.message}`;
  return `StartFailed: ${error instanceof Error ? error.message : String(error)}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(sentence(error));
  process.exitCode = error instanceof BackendError && error.status === 400 ? EXIT_USAGE : 1;
}
// Nothing needs the handles that are still open.
process.exit();
