// An embedded backend for one purpose, and the official CLI turned to it. For tools and tests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { cliEnvironment, cliScript, errorIn } from "@groundwork/dev/convex-cli";
import { liveBytes } from "@groundwork/dev-server/engine/storage/live-bytes";
import { startServer } from "@groundwork/dev-server/server";
import { generateAuthKeys } from "./auth-keys.ts";
import { setVariables } from "./admin.ts";

const home = join(import.meta.dirname, "..");

/** A command of the CLI that has failed. Its message is the CLI's error, then which command it was. */
export class CliFailed extends Error {
  constructor(args: readonly string[], printed: string) {
    super(`${errorIn(printed)}\n(from: convex ${args.join(" ")})`);
    this.name = "CliFailed";
  }
}

/**
 * Runs a script to its end. A failure of the CLI ends it with that message alone: where in our code
 * the CLI was called says nothing about what is wrong with the functions.
 */
export async function runScript(script: () => Promise<void>): Promise<void> {
  try {
    await script();
  } catch (error) {
    if (!(error instanceof CliFailed)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

export interface Embedded {
  /** Where the official clients connect: `http://127.0.0.1:…`. */
  url: string;
  /** What an administrator's client shows: it may call every function. */
  adminKey: string;
  /** Tells which functions have run so far, in the order of their ends: their names, and their errors. */
  runs(): Promise<{ identifier: string; caller: string; error: string | null }[]>;
  /** Tells how many bytes its database takes on the disk, without pages that are free. */
  diskBytes(): Promise<number>;
  /** Where HTTP routes are: another port. */
  siteUrl: string;
  /**
   * Runs a command of the `convex` CLI.
   * @param args the command and its flags
   * @param input what the command reads from its standard input
   * @returns its standard output
   * @throws CliFailed when it fails
   */
  convex(args: string[], input?: string): Promise<string>;
  /** Stops the backend; its data goes with it. */
  close(): Promise<void>;
}

/**
 * Starts a backend with this app on it, and keys to sign in with.
 * @param variables what else stands in its environment
 * @returns the backend, to be closed
 */
export async function startApp(variables: Record<string, string> = {}): Promise<Embedded> {
  const backend = await startEmbedded(home);
  await setVariables(backend, { ...(await generateAuthKeys()), ...variables });
  await backend.convex(["deploy", "--yes", "--typecheck", "disable", "--codegen", "disable"]);
  return backend;
}

/**
 * Starts a backend with nothing on it, on free ports.
 * @param directory the package whose `convex` folder the CLI works on
 * @returns the backend, to be closed
 */
export async function startEmbedded(directory: string): Promise<Embedded> {
  const server = await startServer({ inMemory: true, port: 0, sitePort: 0 });
  const cli = cliScript(home);
  const env = cliEnvironment({ origin: server.cloudOrigin, adminKey: server.adminKey });
  return {
    url: server.cloudOrigin,
    adminKey: server.adminKey,
    runs: async () => {
      // The log, from its start.
      const url = `${server.cloudOrigin}/api/stream_function_logs?cursor=1`;
      const headers = { authorization: `Convex ${server.adminKey}` };
      const { entries } = (await (await fetch(url, { headers })).json()) as {
        entries: { kind: string; identifier: string; caller: string; error: string | null }[];
      };
      return entries.filter(({ kind }) => kind === "Completion");
    },
    diskBytes: async () => await liveBytes(join(server.dataDirectory, "db")),
    siteUrl: server.siteOrigin,
    close: () => server.close(),
    convex: async (args, input = "") => {
      const child = spawn(process.execPath, [cli, ...args], { cwd: directory, env });
      child.stdin.end(input);
      const printed = Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = await once(child, "close");
      const [output, errors] = await printed;
      if (code !== 0) throw new CliFailed(args, errors + output);
      return output;
    },
  };
}
