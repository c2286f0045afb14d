// `pnpm plop` in this process: a command line in, what it printed and its exit code out.
import { Readable } from "node:stream";
import type { Envelope } from "@groundwork/plop-engine/cli/answer/envelope";
import { collector } from "@groundwork/plop-engine/io";
import { main } from "@groundwork/plop-engine/cli/main";

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
