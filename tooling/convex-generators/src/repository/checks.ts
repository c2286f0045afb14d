// What is checked once a plan is written: types, tests and lint of the packages that it changes. Each step
// is a tool of the repository, run as its package runs it.
import { posix } from "node:path";
import type { PlannedFile } from "@groundwork/plop-engine/plan";
import { type CheckName, type CheckStep, checkNames } from "@groundwork/plop-engine/check-step";
import { layout } from "./layout.ts";

/** The packages that generators write to, and how each has its types checked. */
const PACKAGES: readonly Package[] = [
  { folder: layout.validatorsPackage },
  // Its tests, and all functions, which they import. Several checkers would each work out the types of those again.
  { folder: layout.backend, flags: ["--checkers", "1"] },
  { folder: layout.web, flags: ["--checkers", "1"], first: "apps/web/generate-routes.ts" },
];

interface Package {
  folder: string;
  flags?: readonly string[];
  first?: string;
}

/**
 * Lists the checks of a plan.
 * @param files what the plan writes; with nothing in them, those that it removes
 * @param walking tests of the backend that any change of it can break, with paths relative to it
 * @param titles a pattern of the titles of tests to run; null for all
 * @returns the steps, the ones that explain a mistake best first
 */
export function checkSteps(
  files: readonly PlannedFile[],
  walking: readonly string[] = [],
  titles: string | null = null,
): CheckStep[] {
  const changed = files.filter(({ before, after }) => before !== after);
  const steps = PACKAGES.flatMap((one) => {
    const { folder } = one;
    const inside = changed.filter(
      ({ path }) => path.startsWith(`${folder}/`) && /\.tsx?$/.test(path),
    );
    const left = inside.filter(({ after }) => after !== "");
    const more = folder === layout.backend ? { walking, titles } : { walking: [], titles: null };
    if (inside.length === 0) return [];
    return stepsOf(
      one,
      left.map(({ path }) => posix.relative(folder, path)),
      more,
    );
  });
  return checkNames.flatMap((kind) => steps.filter((step) => step.kind === kind));
}

/**
 * Makes the steps of the backend where none of its own files change, but what they read: roles.
 * @param tests their paths, relative to it
 * @param titles a pattern of the titles of tests to run
 * @returns types, then tests
 */
export function backendSteps(tests: readonly string[], titles: string): CheckStep[] {
  const backend = PACKAGES.find(({ folder }) => folder === layout.backend)!;
  return stepsOf(backend, [], { walking: tests, titles });
}

function stepsOf(
  { folder, flags = [], first }: Package,
  changed: readonly string[],
  { walking, titles }: { walking: readonly string[]; titles: string | null },
): CheckStep[] {
  const step = (kind: CheckName, script: string, args: readonly string[]): CheckStep => ({
    name: `${kind} of ${folder}`,
    kind,
    folder,
    script,
    args: [...args],
  });
  // Those that start a backend take minutes.
  const isQuick = (path: string) => !posix.join(folder, path).startsWith(layout.embeddedTests);
  const own = changed.filter((path) => /\.test\.tsx?$/.test(path) && isQuick(path));
  const tests = [...new Set([...own, ...walking])];
  const pattern = titles === null ? [] : ["--testNamePattern", titles];
  const modules = `${folder}/node_modules`;
  return [
    {
      ...step("types", `${modules}/@typescript/native/bin/tsc`, flags),
      ...(first !== undefined && { first }),
    },
    ...(tests.length > 0
      ? [step("tests", `${modules}/vitest/vitest.mjs`, ["run", ...tests, ...pattern])]
      : []),
    ...(changed.length > 0
      ? [
          step("lint", "node_modules/eslint/bin/eslint.js", [
            "--max-warnings=0",
            "--no-warn-ignored",
            ...changed,
          ]),
        ]
      : []),
  ];
}
