// Runs the checks of a written plan: types, tests and lint. Each step is a tool of the repository, run as
// its package runs it; the first failure stops the others.
import { availableParallelism } from "node:os";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CheckStep } from "../check-step.ts";
import { GeneratorError } from "../plan.ts";
import { type ToolResult, runTool } from "./tool.ts";

/** How a step ended. */
export interface CheckResult extends ToolResult {
  name: string;
}

/**
 * Verifies that every tool is installed, before anything is written.
 * @param root the repository
 * @throws NOT_INSTALLED (1) with every tool that is missing
 */
export function assertTools(root: string, steps: readonly CheckStep[]): void {
  const missing = [...new Set(steps.map(({ script }) => script))].filter(
    (script) => !existsSync(join(root, script)),
  );
  if (missing.length === 0) return;
  throw new GeneratorError(
    1,
    missing.map((script) => ({
      code: "NOT_INSTALLED",
      arg: script,
      message: `${script} is not installed, and the checks need it.`,
      fix: "Run `pnpm install`, or skip the checks with --no-checks.",
    })),
  );
}

/** The steps to run, with callbacks for their progress. */
export interface CheckRun {
  root: string;
  steps: readonly CheckStep[];
  /** Called as each step starts. */
  onStart?: (step: CheckStep) => void;
  /** Called as each step ends. */
  onEnd?: (result: CheckResult) => void;
  /** Ends every step at once. */
  signal?: AbortSignal;
}

/**
 * Runs the steps, as many at once as the machine has processors, and stops at the first that fails.
 * @returns the results of the steps that finished, in the order of finishing
 */
export async function runChecks({
  root,
  steps,
  onStart,
  onEnd,
  signal,
}: CheckRun): Promise<CheckResult[]> {
  const stop = new AbortController();
  const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const waiting = [...steps];
  const results: CheckResult[] = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (ended.aborted) return;
      onStart?.(step);
      const result = await runStep(root, step, ended);
      if (ended.aborted) return;
      const named = { name: step.name, ...result };
      results.push(named);
      onEnd?.(named);
      if (!result.ok) stop.abort();
    }
  };
  const workers = Math.max(1, Math.min(availableParallelism(), steps.length));
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}

async function runStep(root: string, step: CheckStep, signal: AbortSignal): Promise<ToolResult> {
  const tool = { args: [], folder: join(root, step.folder), signal };
  if (step.first !== undefined) {
    const result = await runTool({ ...tool, script: join(root, step.first) });
    if (!result.ok) return result;
  }
  return await runTool({ ...tool, script: join(root, step.script), args: step.args });
}
