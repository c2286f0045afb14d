// Worker thread for `"use node"` actions: their modules are imported by Node itself.

import { parentPort, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import type { NodeAnalysis, NodeWorkerData } from "../node-modules.ts";
import type { AnalyzedModule } from "../types.ts";
import { AnalysisError, analyzeNamespace } from "./analyze.ts";
import type { Namespace } from "./modules.ts";
import { createPositionMapper } from "./source-positions.ts";
import { describeThrown } from "./thrown.ts";

const data = workerData as NodeWorkerData;
const root = `${pathToFileURL(data.directory).href}/`;
const position = createPositionMapper(data.sourceMaps, root);

if (data.analyze === undefined) serve();
else void analyze(data.analyze).then((analysis) => parentPort?.postMessage(analysis));

async function analyze(paths: string[]): Promise<NodeAnalysis> {
  process.on("unhandledRejection", () => undefined);
  const modules: Record<string, AnalyzedModule> = {};
  for (const path of paths) {
    try {
      modules[path] = analyzeNamespace(path, await load(path));
    } catch (error) {
      if (error instanceof AnalysisError)
        return { ok: false, code: error.code, message: error.message };
      const { message } = describeThrown(error, position);
      return {
        ok: false,
        code: "InvalidModules",
        message: `Failed to analyze ${path}: ${message}`,
      };
    }
  }
  return { ok: true, modules };
}

async function load(path: string): Promise<Namespace> {
  return (await import(root + path)) as Namespace;
}

function serve(): void {}
