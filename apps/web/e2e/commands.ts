// Commands in a copy, as somebody types them: started, read and stopped.
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { BareCopy } from "./bare-copy.ts";

const [major] = process.versions.node.split(".");
/** What `npx` is given to run pnpm as the README does, with the Node that this test is for. */
export const PNPM = ["--yes", "-p", `node@${major}`, "-p", "pnpm@12.21.0", "pnpm"] as const;

class Command {
  /** All that it has written so far. */
  output = "";
  readonly #child: ChildProcess;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Whether nothing can come any more. */
  #isSilent = false;

  constructor(copy: BareCopy, program: string, args: readonly string[]) {
    this.#child = spawn(program, args, {
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
    // Not "close": that waits for what the command may have left behind.
    this.ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.once("close", () => (this.#isSilent = true));
  }

  /** Where the output ends now: what is written later is after this position. */
  mark(): number {
    return this.output.length;
  }

  /** Waits until the output after `from` matches. Throws with the output when it never does. */
  async waitFor(pattern: RegExp, { from = 0, within = 120_000 } = {}): Promise<RegExpExecArray> {
    const deadline = Date.now() + within;
    for (;;) {
      const match = pattern.exec(this.output.slice(from));
      if (match) return match;
      if (this.#isSilent || Date.now() > deadline) {
        const why = this.#isSilent ? "The command has ended" : `Nothing within ${within / 1000} s`;
        throw new Error(`${why} that matches ${pattern}. It wrote:\n${this.output.slice(from)}`);
      }
      await pause(50);
    }
  }

  /** SIGTERM to the process that was typed alone, as a supervisor sends it. */
  terminate(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return this.ended;
  }

  /** SIGINT to the whole group, as Ctrl-C in a terminal sends it. */
  interrupt(): Promise<number | null> {
    process.kill(-(this.#child.pid ?? 0), "SIGINT");
    return this.ended;
  }
}

/** A script of the copy, run by Node itself. */
export class NodeCommand extends Command {
  constructor(copy: BareCopy, script: string, args: readonly string[] = []) {
    super(copy, process.execPath, [script, ...args]);
  }
}

/** The script of the embedded backend's own command, as its package names it. */
export function embeddedBackend(copy: BareCopy): string {
  const folder = join(copy.root, "packages/backend/node_modules/@groundwork/dev-server");
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: Record<"groundwork-dev-server", string>;
  };
  return join(folder, bin["groundwork-dev-server"]);
}

/** The command of the README. */
export class DevCommand extends Command {
  constructor(copy: BareCopy, args: readonly string[] = []) {
    super(copy, "npx", [...PNPM, "dev", ...args]);
  }

  /** Waits for the closing block, and reads the addresses in it. */
  async waitUntilUp(within = 120_000): Promise<{ web: string; backend: string; site: string }> {
    const block = await this.waitFor(
      /Web app\s+(\S+)\s+Backend\s+(\S+)\s+HTTP actions\s+(\S+)[^]*?\n\s*\n/,
      { within },
    );
    const [, web = "", backend = "", site = ""] = block;
    return { web, backend, site };
  }
}
