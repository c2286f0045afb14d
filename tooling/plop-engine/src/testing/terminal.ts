// A command in a real pseudo-terminal, by `script` of util-linux, and what a person types into it.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { commandLine } from "../cli/input/quote.ts";

/** Whether this machine has the `script` that these tests need: BSD's and macOS's take other flags. */
export const hasTerminal = /util-linux/.test(
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout ?? "",
);

export const ENTER = "\r";
export const BACKSPACE = "\u007f";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";

export class Terminal {
  #output = "";
  readonly #child: ChildProcess;
  /** The exit code of the command, as a shell tells it. */
  readonly ended: Promise<number | null>;

  /**
   * Runs a command.
   * @param command the words of its line
   * @param env what is in the environment beside what a terminal has
   */
  constructor(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const line = commandLine(command);
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    this.#child = spawn("script", ["-qfec", line, "/dev/null"], {
      env: { PATH, HOME, NODE_COMPILE_CACHE, TERM: "xterm", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
    }
    this.ended = new Promise((resolve) => this.#child.once("close", resolve));
  }

  /** All that was shown so far, without colours and moves of the cursor. */
  get output(): string {
    return stripVTControlCharacters(this.#output).replaceAll("\r\n", "\n");
  }

  /** Waits until what was shown since the last wait has this in it. */
  async waitFor(text: string, within = 120_000): Promise<void> {
    const deadline = Date.now() + within;
    for (;;) {
      const at = this.output.indexOf(text, this.#seen);
      if (at !== -1) {
        this.#seen = at + text.length;
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`Not shown: "${text}". It showed:\n${this.output.slice(this.#seen)}`);
      }
      await pause(20);
    }
  }
  #seen = 0;

  /**
   * Types each key once all that runs in the terminal waits for it: what comes while it draws is dropped. Before the
   * first key it may still be at the end of an earlier question, so that takes a longer look.
   */
  async type(...keys: string[]): Promise<void> {
    await this.#isWaiting(15);
    for (const key of keys) {
      this.#child.stdin!.write(key);
      await this.#isWaiting(4);
    }
  }

  /** Resolves when nothing under the terminal has had work, or shown anything, for so many looks in a row. */
  async #isWaiting(looks: number): Promise<void> {
    let shown = this.#output.length;
    for (let left = looks; left > 0; left--) {
      await pause(10);
      if (!isBusy(this.#child.pid!) && shown === this.#output.length) continue;
      shown = this.#output.length;
      left = looks + 1;
    }
  }

  /** Waits for a question and answers it. */
  async answer(question: string, ...keys: string[]): Promise<void> {
    await this.waitFor(question);
    await this.type(...keys);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/** Whether a thread of a process, or of one that it started, runs or wants to. Linux only, as `script` is. */
function isBusy(pid: number): boolean {
  const read = (path: string): string => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return ""; // It has ended meanwhile.
    }
  };
  return threadsOf(pid).some((thread) => {
    const folder = `/proc/${pid}/task/${thread}`;
    const state = read(`${folder}/stat`).split(") ").at(-1)?.[0] ?? "";
    const children = read(`${folder}/children`).split(" ").filter(Boolean);
    return state === "R" || state === "D" || children.some((child) => isBusy(Number(child)));
  });
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
