// The dev command of a copy, as somebody types it: started, read, stopped, and looked for afterwards.
import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";

import type { BareCopy } from "./bare-copy.ts";

export const PNPM = "pnpm@12.21.0";

export class DevCommand {
  /** All that it has written so far. */
  output = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #hasEnded = false;

  constructor(copy: BareCopy, args: readonly string[] = []) {
    this.#child = spawn("npx", ["--yes", PNPM, "dev", ...args], {
      cwd: copy.root,
      env: copy.env,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, as a terminal gives to a command.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
        if (process.env.E2E_VERBOSE) process.stderr.write(text);
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", (code) => {
        this.#hasEnded = true;
        resolve(code);
      });
    });
  }

  /** Where the output ends now: what is written later is after this position. */
  mark(): number {
    return this.output.length;
  }

  /** Waits until the output after `from` matches. Throws with the output when it never does. */
  async waitFor(pattern: RegExp, { from = 0, within = 60_000 } = {}): Promise<RegExpExecArray> {
    const deadline = Date.now() + within;
    for (;;) {
      const match = pattern.exec(this.output.slice(from));
      if (match) return match;
      if (this.#hasEnded || Date.now() > deadline) {
        const why = this.#hasEnded ? "The command has ended" : `Nothing within ${within / 1000} s`;
        throw new Error(`${why} that matches ${pattern}. It wrote:\n${this.output.slice(from)}`);
      }
      await pause(50);
    }
  }

  /** Waits for the closing block, and reads the addresses in it. */
  async waitUntilUp(within: number): Promise<{ web: string; backend: string; site: string }> {
    const block = await this.waitFor(
      /Web app\s+(\S+)\s+Backend\s+(\S+)\s+HTTP actions\s+(\S+)[^]*?\n\s*\n/,
      { within },
    );
    const [, web = "", backend = "", site = ""] = block;
    return { web, backend, site };
  }

  /** SIGTERM to the process that was typed alone, as a supervisor sends it. */
  terminate(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return this.#ended;
  }

  /** SIGINT to the whole group, as Ctrl-C in a terminal sends it. */
  interrupt(): Promise<number | null> {
    process.kill(-(this.#child.pid ?? 0), "SIGINT");
    return this.#ended;
  }
}

/** Processes that run in the copy or from it, as `pid command`. Linux only. */
export function processesOf(copy: BareCopy): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const folder = readlinkSync(`/proc/${pid}/cwd`);
        const isOurs = command.includes(copy.root) || `${folder}/`.startsWith(`${copy.root}/`);
        return isOurs ? [`${pid} ${command}`] : [];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}

/** Waits until no process of the copy is left, and returns those that are after all. */
export async function leftOver(copy: BareCopy, within = 15_000): Promise<string[]> {
  const deadline = Date.now() + within;
  let left = processesOf(copy);
  while (left.length > 0 && Date.now() < deadline) {
    await pause(100);
    left = processesOf(copy);
  }
  return left;
}

/** Ports nobody listens on right now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Listens on the port, unless somebody does already. Returns what makes it free again. */
export async function occupy(port: number): Promise<() => void> {
  const server = await listen(port).catch(() => null);
  return () => void server?.close();
}

function listen(port: number) {
  const server = createServer((socket) => socket.destroy());
  return new Promise<typeof server>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
