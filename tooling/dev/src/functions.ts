// The official CLI, watching `packages/backend` and pushing it on every save.

import { join } from "node:path";

import { cliEnvironment, cliScript } from "./convex-cli.ts";
import type { Deployment } from "./deployment.ts";
import { startProcess, type RunningProcess } from "./processes/processes.ts";
import { watchPushes } from "./push.ts";

/** Makes a push bundle what has changed alone. */
const REMEMBER_BUILDS = new URL("./builds/preload.js", import.meta.url);

export interface FunctionsProcess extends RunningProcess {
  /** Resolves when the first push is live. */
  firstPush: Promise<void>;
}

/**
 * Starts `convex dev` against the deployment, or with null against the one that the env files of
 * packages/backend name. It asks nothing: it has no input and no terminal.
 */
export function startFunctions(options: {
  root: string;
  deployment: Deployment | null;
  onLine: (line: string) => void;
  onRefused: () => void;
}): FunctionsProcess {
  const folder = join(options.root, "packages", "backend");
  const { read, firstPush } = watchPushes(options.onRefused);
  const running = startProcess({
    name: "the functions' watcher (convex dev)",
    script: cliScript(folder),
    // The types are checked beside it (`types.ts`): a push does not wait for them.
    args: ["dev", "--typecheck", "disable"],
    preload: REMEMBER_BUILDS,
    cwd: folder,
    env: cliEnvironment(options.deployment),
    onLine: (line) => {
      const text = read(line);
      if (text !== null) options.onLine(text);
    },
  });
  return { ...running, firstPush };
}
