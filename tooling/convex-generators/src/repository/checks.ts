// What is checked once a plan is written: types and tests of the packages that it changes, and the lint of its
// files. Each step is a tool of the repository.
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

/** What is run of the backend besides the tests that a plan writes. */
interface More {
  walking: readonly string[];
  titles: string | null;
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
  const changed = files.filter(
    ({ path, before, after }) => before !== after && /\.tsx?$/.test(path),
  );
  const left = changed.filter(({ after }) => after !== "").map(({ path }) => path);
  const isIn = (path: string) => (one: Package) => path.startsWith(`${one.folder}/`);
  const steps = PACKAGES.filter((one) => changed.some(({ path }) => isIn(path)(one))).flatMap(
    (one) => {
      const inside = left.filter((path) => isIn(path)(one));
      const more = one.folder === layout.backend ? { walking, titles } : NOTHING_MORE;
      return stepsOf(
        one,
        inside.map((path) => posix.relative(one.folder, path)),
        more,
      );
    },
  );
  const linted = left.filter((path) => PACKAGES.some(isIn(path)));
  return checkNames.flatMap((kind) =>
    [...steps, ...lintSteps(linted)].filter((step) => step.kind === kind),
  );
}

const NOTHING_MORE: More = { walking: [], titles: null };

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
  { walking, titles }: More,
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
    // Another worker would load the whole app again, while other steps run beside this one.
    ...(tests.length > 0
      ? [
          step("tests", `${modules}/vitest/vitest.mjs`, [
            ...["run", ...tests, ...pattern],
            ...["--maxWorkers", "1"],
          ]),
        ]
      : []),
  ];
}

/** One process lints all files, by the rules that need no types: those took longer than all others. */
function lintSteps(files: readonly string[]): CheckStep[] {
  if (files.length === 0) return [];
  const flags = ["--max-warnings=0", "--no-warn-ignored", "--config", layout.untypedLint];
  const script = "node_modules/eslint/bin/eslint.js";
  return [{ name: "lint", kind: "lint", folder: "", script, args: [...flags, ...files] }];
}
