// `pnpm plop` in this process: a command line in, what it printed and its exit code out.
import { execFileSync } from "node:child_process";
import { Readable } from "node:stream";
import type { Envelope } from "../envelope.ts";
import { collector } from "../io.ts";
import { main } from "../cli/main.ts";

export interface Printed {
  exit: number;
  stdout: string;
  stderr: string;
  /** The document on stdout. Throws when that is not one. */
  json: Envelope;
}

/**
 * Runs a command.
 * @param root the repository
 * @param argv what is typed after `pnpm plop`
 * @param stdin what is piped into it
 */
export async function plop(root: string, argv: readonly string[], stdin = ""): Promise<Printed> {
  const stdout = collector();
  const stderr = collector();
  const io = {
    root,
    home: root,
    cwd: root,
    env: {},
    stdin: Readable.from([stdin]),
    stdout,
    stderr,
  };
  const exit = await main(argv, io);
  return {
    exit,
    stdout: stdout.text,
    stderr: stderr.text,
    get json() {
      return JSON.parse(stdout.text) as Envelope;
    },
  };
}

/** How a run ended: fine, or its exit code and the codes of what was wrong, in their order. */
export function ended({ exit, json }: Printed): string {
  if (exit === 0) return "fine";
  return `${exit} ${json.errors!.map(({ code }) => code).join(" ")}`;
}

/** What `pnpm plop` of a line gets: the words as a shell makes them, and what is piped into it. */
export function typed(line: string, cwd: string): { argv: string[]; stdin: string } {
  const got = `got() { printf '%s\\0' "$@"; printf '\\0'; cat; }`;
  const script = `${got}\n${line.replace(/pnpm (-s )?plop/, "got")}`;
  const output = execFileSync("sh", ["-c", script], { cwd, input: "", encoding: "utf8" });
  const [words, stdin] = output.split("\0\0") as [string, string];
  return { argv: words.split("\0"), stdin };
}
