// A temporary embedded backend, and the official CLI connected to it. For tools and tests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { cliEnvironment, cliScript, errorIn } from "@groundwork/dev/convex-cli";
import { liveBytes } from "@groundwork/dev-server/engine/storage/live-bytes";
import { startServer } from "@groundwork/dev-server/server";

const home = join(import.meta.dirname, "..");

/** A failed command of the CLI. Its message is the CLI's error, followed by the command. */
export class CliFailed extends Error {
  constructor(args: readonly string[], printed: string) {
    super(`${errorIn(printed)}\n(from: convex ${args.join(" ")})`);
    this.name = "CliFailed";
  }
}

/**
 * Runs a script to its end. A failure of the CLI prints only its message: a stack trace of
 * our code would not help with an error in the functions.
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
  /** The address for the official clients: `http://127.0.0.1:…`. */
  url: string;
  /** The admin key: its holder may call every function. */
  adminKey: string;
  /** Lists the functions that have finished, in order: their names, and their errors. */
  runs(): Promise<{ identifier: string; caller: string; error: string | null }[]>;
  /** Measures the bytes that its database takes on disk, without free pages. */
  diskBytes(): Promise<number>;
  /** The origin of HTTP routes, on another port. */
  siteUrl: string;
  /**
   * Runs a command of the `convex` CLI.
   * @param args the command and its flags
   * @param input what the command reads from its standard input
   * @returns its standard output
   * @throws CliFailed when it fails
   */
  convex(args: string[], input?: string): Promise<string>;
  /** Stops the backend. */
  close(): Promise<void>;
}

/**
 * Starts a backend on free ports.
 * @param directory the package whose `convex` folder the CLI works on
 * @param dataDirectory the folder of its data; default: it starts empty and keeps nothing
 * @returns the backend, to be closed
 */
export async function startEmbedded(directory: string, dataDirectory?: string): Promise<Embedded> {
  const server = await startServer({
    ...(dataDirectory === undefined ? { inMemory: true } : { dataDirectory }),
    port: 0,
    sitePort: 0,
  });
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
