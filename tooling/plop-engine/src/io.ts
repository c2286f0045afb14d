// The parts of the process that the command line uses, so that tests can replace them.
import { Writable } from "node:stream";

export interface Io {
  /** The repository. */
  root: string;
  /** The folder of `plopfile.mjs`. */
  home: string;
  /** Where the command was typed. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** The process itself, with the generators in the folder `home` working on a repository. */
export function processIo(root: string, home: string): Io {
  const { env, stdin, stdout, stderr } = process;
  // pnpm runs the script in the root, and passes on the folder of the caller.
  const typedIn = env.npm_lifecycle_event === "plop" ? env.INIT_CWD : undefined;
  return { root, home, cwd: typedIn ?? process.cwd(), env, stdin, stdout, stderr };
}

/**
 * Collects written text, for tests.
 * @returns a stream with its text so far
 */
export function collector(): Writable & { text: string } {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      target.text += String(chunk);
      done();
    },
  });
  const target = Object.assign(stream, { text: "" });
  return target;
}
