// What is checked once a plan is written: types, the new tests, lint of what changed. Each step is a tool of
// the repository, run as its package runs it; the first that fails ends the others.
import { availableParallelism } from "node:os";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { GeneratorError, type PlannedFile } from "./model.ts";
import { type ToolResult, runTool } from "./checks-tool.ts";

export const checkNames = ["types", "tests", "lint"] as const;
export type CheckName = (typeof checkNames)[number];

/** One run of one tool. */
export interface CheckStep {
  /** The kind of check and the package: `types of packages/backend`. */
  name: string;
  kind: CheckName;
  /** Where the tool runs, relative to the repository. */
  folder: string;
  /** The tool's script, relative to the repository. */
  script: string;
  args: string[];
  /** A script that runs before it: what writes a file that the tool reads. */
  first?: string;
}

/** How a step ended. */
export interface CheckResult extends ToolResult {
  name: string;
}

const BACKEND = "packages/backend";

/** The packages that generators write to, and how each has its types checked. */
const PACKAGES: readonly Package[] = [
  { folder: "packages/validators", projects: [[]] },
  { folder: BACKEND, projects: [["--project", "convex"]] },
  { folder: "apps/web", projects: [[]], first: "apps/web/generate-routes.ts" },
];

interface Package {
  folder: string;
  projects: readonly (readonly string[])[];
  first?: string;
}

/**
 * Says what to run for a plan.
 * @param files what the plan writes
 * @param options `kinds`: which checks, all unless told; `walking`: tests of the backend that any change of it
 *   can break, with paths relative to it
 * @returns the steps, those that say the most about a mistake first
 */
export function checkSteps(
  files: readonly PlannedFile[],
  {
    kinds = checkNames,
    walking = [],
  }: { kinds?: readonly CheckName[]; walking?: readonly string[] } = {},
): CheckStep[] {
  const changed = files.filter(({ before, after }) => before !== after);
  const steps = PACKAGES.flatMap((one) => {
    const { folder } = one;
    const inside = changed
      .filter(({ path }) => path.startsWith(`${folder}/`) && /\.tsx?$/.test(path))
      .map(({ path }) => posix.relative(folder, path));
    const alsoTests = folder === BACKEND ? walking : [];
    return inside.length === 0 ? [] : stepsOf(one, alsoTests, inside);
  });
  return checkNames
    .filter((kind) => kinds.includes(kind))
    .flatMap((kind) => steps.filter((step) => step.kind === kind));
}

function stepsOf(
  { folder, projects, first }: Package,
  alsoTests: readonly string[],
  changed: string[],
): CheckStep[] {
  const step = (kind: CheckName, script: string, args: readonly string[]): CheckStep => ({
    name: `${kind} of ${folder}`,
    kind,
    folder,
    script,
    args: [...args],
  });
  const own = changed.filter((path) => /\.test\.tsx?$/.test(path));
  const tests = [...new Set([...own, ...alsoTests])];
  const modules = `${folder}/node_modules`;
  return [
    ...projects.map((args) => ({
      ...step("types", `${modules}/@typescript/native/bin/tsc`, args),
      ...(first !== undefined && { first }),
    })),
    ...(tests.length > 0 ? [step("tests", `${modules}/vitest/vitest.mjs`, ["run", ...tests])] : []),
    step("lint", "node_modules/eslint/bin/eslint.js", [
      "--max-warnings=0",
      "--no-warn-ignored",
      ...changed,
    ]),
  ];
}

/**
 * Makes sure that every tool is there, before anything is written.
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
      message: `${script} is not there, and it is needed to check what is written.`,
      fix: "Run `pnpm install`, or leave the checks out with --no-checks.",
    })),
  );
}

/** What runs the steps, and who hears of it. */
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
 * @returns the steps that ended by themselves, in the order in which they did
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
