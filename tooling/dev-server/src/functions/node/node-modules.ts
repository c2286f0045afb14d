// `"use node"` modules: written to a temporary folder, so that Node imports them natively.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { BackendError } from "../../kernel/errors.ts";
import type { AnalyzedModule, PushedModule } from "../../kernel/function-types.ts";
import { startWorker } from "../threads/worker-scripts.ts";
import type { NodePackages } from "./node-packages.ts";

export interface NodeModuleFolder {
  directory: string;
  remove(): void;
}

/**
 * Writes modules under their paths into a new temporary folder.
 * @param packages what the modules import without bringing it along
 */
export function writeNodeModules(
  modules: PushedModule[],
  packages: NodePackages = {},
): NodeModuleFolder {
  const directory = mkdtempSync(path.join(os.tmpdir(), "convex-node-"));
  writeFileSync(path.join(directory, "package.json"), '{"type":"module"}');
  for (const [name, folder] of Object.entries(packages)) {
    const link = path.join(directory, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    // Their own dependencies are found from where they really are.
    symlinkSync(realpathSync(folder), link, "junction");
  }
  for (const module of modules) {
    const file = path.join(directory, module.path);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, module.source);
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** What a node worker needs to run or analyse modules. */
export interface NodeWorkerData {
  directory: string;
  /** Source maps by module path. */
  sourceMaps: Record<string, { sourceMap?: string | undefined }>;
  /** Set for analysis: the modules to describe. */
  analyze?: string[];
}

/** What a node worker must know about the modules it runs. */
export function sourceMapsOf(modules: PushedModule[]): NodeWorkerData["sourceMaps"] {
  return Object.fromEntries(modules.map(({ path: name, sourceMap }) => [name, { sourceMap }]));
}

export type NodeAnalysis =
  | { ok: true; modules: Record<string, AnalyzedModule> }
  | { ok: false; code: string; message: string };

/**
 * Imports node modules in a worker of their own and describes their exports.
 * @throws BackendError 400 InvalidModules and the codes of analysis
 */
export async function analyzeNodeModules(
  modules: PushedModule[],
  {
    env,
    timeoutMs,
    packages,
  }: { env: Record<string, string>; timeoutMs: number; packages: NodePackages | undefined },
): Promise<Record<string, AnalyzedModule>> {
  const folder = writeNodeModules(modules, packages);
  const workerData: NodeWorkerData = {
    directory: folder.directory,
    sourceMaps: sourceMapsOf(modules),
    analyze: modules.map(({ path: name }) => name).filter((name) => !name.startsWith("_deps/")),
  };
  const worker = await startWorker("node", { workerData, env });
  try {
    const analysis = await new Promise<NodeAnalysis>((resolve, reject) => {
      const timer = setTimeout(() => {
        const message = `Importing the Node.js modules took longer than ${timeoutMs / 1000} seconds.`;
        reject(new BackendError("InvalidModules", message));
      }, timeoutMs);
      worker.on("message", (message: NodeAnalysis) => {
        clearTimeout(timer);
        resolve(message);
      });
      worker.on("error", (error) => {
        clearTimeout(timer);
        reject(new BackendError("InvalidModules", `Failed to analyze Node.js modules: ${error}`));
      });
    });
    if (!analysis.ok) throw new BackendError(analysis.code, analysis.message);
    return analysis.modules;
  } finally {
    await worker.terminate();
    folder.remove();
  }
}
