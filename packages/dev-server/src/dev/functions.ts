// The official CLI, watching `packages/backend` and pushing it on every save.

import { join } from "node:path";

import type { Deployment } from "./deployment.ts";
import { startProcess, type RunningProcess } from "./processes.ts";
import { watchPushes } from "./push.ts";

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
    script: join(folder, "node_modules", "convex", "bin", "main.js"),
    args: ["dev"],
    cwd: folder,
    env: options.deployment ? environment(options.deployment) : process.env,
    onLine: (line) => {
      const text = read(line);
      if (text !== null) options.onLine(text);
    },
  });
  return { ...running, firstPush };
}

function environment(deployment: Deployment): NodeJS.ProcessEnv {
  const {
    CONVEX_DEPLOYMENT: _deployment,
    CONVEX_DEPLOY_KEY: _deployKey,
    CONVEX_URL: _url,
    ...inherited
  } = process.env;
  return {
    ...inherited,
    CONVEX_SELF_HOSTED_URL: deployment.origin,
    CONVEX_SELF_HOSTED_ADMIN_KEY: deployment.adminKey,
    // Keeps the CLI from reporting its own errors and timings to its makers.
    CI: "1",
  };
}
