// The type check of the functions: beside the pushes, which never wait for it.

import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { startProcess, type RunningProcess } from "./processes/processes.ts";

const WATCH = new URL("./watch-types.js", import.meta.url);

/**
 * The compiler of the backend: the native one, several times as fast, if the backend depends on it.
 * @param folder the absolute path of a package
 * @returns the script, and the flags that only it takes; null where no TypeScript is installed
 */
export function compilerOf(folder: string): { script: string; flags: readonly string[] } | null {
  const scriptOf = (name: string) => {
    try {
      return join(dirname(findPackageJSON(name, join(folder, "package.json"))!), "bin", "tsc");
    } catch {
      return null;
    }
  };
  const native = scriptOf("@typescript/native");
  // Several checkers would each work out the types of all functions again.
  if (native !== null) return { script: native, flags: ["--checkers", "1"] };
  const script = scriptOf("typescript");
  return script === null ? null : { script, flags: [] };
}

/**
 * Starts TypeScript in watch mode on `packages/backend/convex`.
 * @param options.onLine gets each error, a line at a time
 * @param options.onErrors is called after each check that found errors, with how many
 * @param options.onRepaired is called after the first check that found none again
 * @returns null where the backend has no TypeScript
 */
export function startTypes(options: {
  root: string;
  onLine: (line: string) => void;
  onErrors: (count: number) => void;
  onRepaired: () => void;
}): RunningProcess | null {
  const folder = join(options.root, "packages", "backend");
  const compiler = compilerOf(folder);
  if (compiler === null) return null;
  const read = watchTypes(options);
  return startProcess({
    name: "the type check (tsc --watch)",
    script: WATCH,
    args: [
      compiler.script,
      ...[
        "--watch",
        "--preserveWatchOutput",
        "--pretty",
        "false",
        "--noEmit",
        "--project",
        "convex",
      ],
      ...compiler.flags,
    ],
    cwd: folder,
    env: process.env,
    onLine: read,
  });
}

/** Understands what the compiler prints in watch mode. Returns what takes its next line. */
export function watchTypes({
  onLine,
  onErrors,
  onRepaired,
}: {
  onLine: (line: string) => void;
  onErrors: (count: number) => void;
  onRepaired: () => void;
}): (line: string) => void {
  let hasErrors = false;
  return (line) => {
    const text = stripVTControlCharacters(line).trimEnd();
    const found = /Found (\d+) errors?\. Watching for file changes\.$/.exec(text)?.[1];
    if (found === undefined) {
      if (text !== "" && !/ - (Starting compilation|File change detected)/.test(text)) onLine(line);
      return;
    }
    const had = hasErrors;
    hasErrors = found !== "0";
    if (hasErrors) onErrors(Number(found));
    else if (had) onRepaired();
  };
}
