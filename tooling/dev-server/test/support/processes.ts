// Child processes of the tests: output kept, ended by their own id.
import { spawn, type ChildProcess } from "node:child_process";
import { waitFor } from "./wait-for.ts";

export interface RunningProcess {
  pid: number;
  /** stdout and stderr as they came, interleaved. */
  output(): string;
  stdout(): string;
  write(text: string): void;
  /** Resolves when the text (or a match) has been printed after `from` characters of output. */
  waitForOutput(
    text: string | RegExp,
    options?: { timeout?: number; from?: number },
  ): Promise<string>;
  /** null while it runs. */
  exitCode(): number | null;
  exited: Promise<number>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a process. `kill` sends the signal to it alone and resolves when it has gone. */
export function startProcess(
  command: string,
  args: string[],
  options: { cwd?: string; env: Record<string, string> },
): RunningProcess {
  const child: ChildProcess = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  let stdout = "";
  let code: number | null = null;
  child.stdout!.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    stdout += chunk.toString();
  });
  child.stderr!.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number>((done) => {
    child.on("close", (status, signal) => {
      code = status ?? (signal === "SIGKILL" ? 137 : 143);
      done(code);
    });
  });
  return {
    pid: child.pid!,
    output: () => output,
    stdout: () => stdout,
    write: (text) => void child.stdin!.write(text),
    exitCode: () => code,
    exited,
    async waitForOutput(text, { timeout = 120_000, from = 0 } = {}) {
      const found = () => {
        const seen = plainText(output.slice(from));
        const hit = typeof text === "string" ? seen.includes(text) : text.test(seen);
        if (!hit && code !== null) return `exited with ${code}`;
        return hit ? "found" : null;
      };
      const result = await waitFor(`"${String(text)}" in the output`, found, { timeout }).catch(
        (error) => {
          throw new Error(`${error.message}\n--- output\n${output.slice(from)}`);
        },
      );
      if (result !== "found")
        throw new Error(`${result} before "${String(text)}"\n--- output\n${output}`);
      return plainText(output.slice(from));
    },
    async kill(signal = "SIGTERM") {
      if (code !== null) return;
      child.kill(signal);
      await exited;
    },
  };
}

/** Output without terminal colours and with carriage returns as line ends. */
export function plainText(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replace(/\r/g, "\n");
}

/** The environment children get: the machine's, without what vitest and pnpm add. */
export function cleanEnv(): Record<string, string> {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "SHELL", "NODE_COMPILE_CACHE"];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}
