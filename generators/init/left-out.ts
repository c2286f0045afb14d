// What a project does not take over from the template, and what goes with it in other files.
import { editedJson } from "./edit-json.ts";
import type { ToolingKind } from "./tooling.ts";

/** What shows that the template itself holds: a project changes none of it. */
const REMOVED = [
  // Its decisions, its own style, and the tests of both.
  /^docs\/decisions\//,
  /^docs\/(house|app-name|imports|wording)\.test\.ts$/,
  /^docs\/(words\.json|wording\.ts)$/,
  /^docs\/screenshots\//,
  // Generators of every shape of entity on full copies of the repository, and how long they take.
  /^generators\/(bench|e2e)\//,
  /^generators\/vitest\.e2e\.config\.ts$/,
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
    "generators/(?:bench|e2e|init)",
    String.raw`--filter @[\w-]+/generators e2e`,
    "pnpm plop init",
    "pnpm bench",
    ...(tooling === "source" ? [] : ["tooling/", "test:app", "--filter @groundwork/"]),
  ];
  return new RegExp(names.join("|"));
}

/** A file of code or configuration without what only the left-out files need. */
export function withoutLeftOut(path: string, text: string): string {
  switch (path) {
    case "package.json":
      return text.replace(/^ *"bench": .*\n/m, "");
    case "turbo.json":
      return text.replace(/^ {4}"bench": \{[^}]*\},\n/m, "");
    case "eslint.config.js":
      return text
        .replace(/^import \{ wording \}.*\n/m, "")
        .replace(
          /^ {2}\{\n(?: {4}.*\n)*? {4}plugins: \{ wording \},\n(?: {4}.*\n)*? {2}\},\n/m,
          "",
        );
    case "generators/package.json":
      return text.replace(/^ *"(?:e2e|bench)": .*\n/gm, "");
    case "generators/project.ts":
      return text
        .replace(/^import .*"\.\/init\/.*\n/gm, "")
        .replace(/^const init: RegisteredGenerator = \{\n(?: .*\n)*\};\n\n/m, "")
        .replace(/(?<=^ {2}generators: \[.*), init\b/m, "");
    case "generators/explanations.ts":
      return text.replace(/^ {2}\/\/ Init\.\n(?: {2}.*\n)*\n/m, "");
    case "knip.json":
      return editedJson(text, ({ workspaces: { generators } }) => {
        generators.entry = generators.entry.filter(
          (entry: string) => !/^(bench|e2e)\//.test(entry),
        );
      });
    default:
      return text;
  }
}
