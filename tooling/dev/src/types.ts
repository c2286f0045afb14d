// The type check of the functions: beside the pushes, which never wait for it.

import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { startProcess, type RunningProcess } from "./processes/processes.ts";

const WATCH = new URL("./watch-types.js", import.meta.url);

/**
 * Starts TypeScript in watch mode on `packages/backend/convex`.
 * @param options.onLine gets each error, a line at a time
 * @param options.onErrors is called after each check that found errors, with how many
 * @param options.onRepaired is called after the first check that found none again
 */
export function startTypes(options: {
  root: string;
  onLine: (line: string) => void;
  onErrors: (count: number) => void;
  onRepaired: () => void;
}): RunningProcess {
  const folder = join(options.root, "packages", "backend");
  const read = watchTypes(options);
  return startProcess({
    name: "the type check (tsc --watch)",
    script: WATCH,
    args: [
      join(folder, "node_modules", "@typescript", "native", "bin", "tsc"),
      ...[
        "--watch",
        "--preserveWatchOutput",
        "--pretty",
        "false",
        "--noEmit",
        "--project",
        "convex",
      ],
      // Several checkers would each work out the types of all functions again.
      ...["--checkers", "1"],
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
