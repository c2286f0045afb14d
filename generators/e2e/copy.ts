// A copy of the repository with everything installed, and commands that are run in it.
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PlannedFile } from "@groundwork/plop-engine/plan";
import { plop } from "@groundwork/plop-engine/testing/command";
import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

const workspace = dirname(dirname(import.meta.dirname));

/** The pnpm that runs this test: the one of the README's command, or of the person who typed it. */
export const PNPM = ["pnpm"] as const;

export interface Ended {
  code: number | null;
  /** All that it printed, without colours. */
  output: string;
}

export class Copy {
  readonly root: string;

  /**
   * Copies what git knows and what it does not ignore.
   * @param isCommitted whether the copy is a repository of git that starts clean, or has no history, as `degit` leaves it
   */
  constructor({ isCommitted }: { isCommitted: boolean }) {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "generators-e2e-")));
    this.root = join(folder, "copy");
    for (const file of filesOfWorkspace()) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      cpSync(join(workspace, file), join(this.root, file), { verbatimSymlinks: true });
    }
    if (!isCommitted) return;
    this.git("init", "--quiet");
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "start");
  }

  /** The environment of commands: that of this process, without what a test runner adds to it. */
  get env(): NodeJS.ProcessEnv {
    const entries = Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|NODE_ENV$|npm_|INIT_CWD$|TURBO_HASH$|CI$|FORCE_COLOR$)/.test(name),
    );
    // What did not change in the copy need not be checked again.
    const cache = join(workspace, ".turbo", "cache");
    return { ...Object.fromEntries(entries), TURBO_CACHE_DIR: cache, NO_COLOR: "1" };
  }

  /** Runs a command to its end. */
  async run(command: readonly string[], input = ""): Promise<Ended> {
    const [program = "", ...args] = command;
    const child = spawn(program, args, { cwd: this.root, env: this.env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (process.env.E2E_VERBOSE) process.stderr.write(text);
      });
    }
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, output: stripVTControlCharacters(output) };
  }

  /** `pnpm plop` as its own process. */
  plop(...argv: string[]): Promise<Ended> {
    return this.run([process.execPath, "generators/bin.mjs", ...argv]);
  }

  /** What `plop` does, in this process: for runs whose own start is not what is tested. */
  async plopHere(argv: readonly string[], stdin = ""): Promise<Ended> {
    const { exit, stdout, stderr } = await plop(this.root, argv, stdin);
    return { code: exit, output: stderr + stdout };
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  delete(path: string): void {
    rmSync(join(this.root, path));
  }

  git(...args: string[]): string {
    const who = ["-c", "user.name=e2e", "-c", "user.email=e2e@example.com"];
    return execFileSync("git", [...who, ...args], { cwd: this.root, encoding: "utf8" });
  }

  /** What differs from the last commit: nothing, when all is as it was. */
  changes(): string {
    return this.git("status", "--porcelain", "--untracked-files=all");
  }

  /** The files that differ from a commit, as a plan of a generator has them. */
  changedSince(commit: string): PlannedFile[] {
    this.git("add", "--all");
    const names = this.git("diff", "--cached", "--name-status", "--no-renames", commit);
    return [...names.matchAll(/^(\w)\t(.+)$/gm)].map(([, status, path = ""]) => ({
      path,
      before: status === "A" ? null : this.git("show", `${commit}:${path}`),
      after: status === "D" ? "" : readFileSync(join(this.root, path), "utf8"),
      fragments: [],
    }));
  }

  remove(): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }
}

/** What a test runner, a linter or turbo starts the line of a failure with. */
const FAILURE = /(FAIL|✖|×|ERROR|error TS\d+|[1-9]\d* failed)/;

/**
 * Expects that a command has succeeded.
 * @returns what it printed
 * @throws an assertion with the lines of failures, which several packages may print far from the end, and the end
 */
export function succeeded({ code, output }: Ended): string {
  const failures = output.split("\n").filter((line) => FAILURE.test(line));
  expect(code, [...failures.slice(0, 50), "…", output.slice(-6000)].join("\n")).toBe(0);
  return output;
}

/** Makes a copy with its dependencies; `isCommitted` as for `Copy`. */
export async function installedCopy({ isCommitted = true } = {}): Promise<Copy> {
  const copy = new Copy({ isCommitted });
  const { code, output } = await copy.run([...PNPM, "install", "--frozen-lockfile"]);
  if (code === 0) return copy;
  copy.remove();
  throw new Error(`The dependencies of a copy could not be installed:\n${output}`);
}

function filesOfWorkspace(): string[] {
  const flags = ["-z", "--cached", "--others", "--exclude-standard"];
  const output = execFileSync("git", ["ls-files", ...flags], { cwd: workspace, encoding: "utf8" });
  return output.split("\0").filter((file) => file !== "" && existsSync(join(workspace, file)));
}
