// The official CLI, watching `packages/backend` and pushing it on every save.

import { join } from "node:path";

import { cliEnvironment, cliScript } from "./convex-cli.ts";
import type { Deployment } from "./deployment.ts";
import { startProcess } from "./processes/processes.ts";
import { restartOnceReady, type ReadyPart } from "./processes/restarts.ts";
import { watchPushes } from "./push.ts";

/** Makes a push bundle what has changed alone. */
const REMEMBER_BUILDS = new URL("./builds/preload.js", import.meta.url);

interface FunctionsOptions {
  root: string;
  deployment: Deployment | null;
  onLine: (line: string) => void;
  onRefused: () => void;
  onRestart: (text: string) => void;
}

/**
 * Starts `convex dev` against the deployment, or with null against the one that the env files of
 * packages/backend name. It asks nothing: it has no input and no terminal. It is started again when it
 * ends after a push of it was live, as when a module is removed while it reads the folder.
 * @param options.onRestart gets one line, that it has ended and is started again
 * @returns a part that is ready when the first push is live
 */
export function startFunctions(options: FunctionsOptions): ReadyPart {
  return restartOnceReady(
    () => startOnce(options),
    (sentence) => options.onRestart(`${sentence} Starting it again.`),
  );
}

function startOnce(options: FunctionsOptions): ReadyPart {
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
  return { ...running, ready: firstPush };
}
