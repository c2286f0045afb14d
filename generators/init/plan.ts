// Plans to turn a copy of the template into a project of its own.
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Removal,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { withoutDecisions } from "./decisions.ts";
import { type InitInput, readNames } from "./input.ts";
import { changelogText, readmeText } from "./texts.ts";

/** The root package of the template. A project that has another name was initialised before. */
const TEMPLATE = "groundwork";

/** What is no source of the project. */
const SKIPPED = /^((node_modules|dist|coverage|runs|\.git|\.groundwork|\.turbo|\.tmp)\/|\.env.*)$/;

/** What holds the template alone: its decisions, its own style, and this generator's tests. */
const REMOVED = [
  /^docs\/decisions\//,
  /^docs\/(house|app-name|wording)\.test\.ts$/,
  /^docs\/words\.json$/,
  /^generators\/init\/.*\.test\.ts$/,
];

/**
 * Plans the change.
 * @param tree the copy of the template
 * @throws INIT_DONE (3) for a project that is no fresh copy, and all of `readNames`
 */
export function planInit(input: InitInput, tree: Tree): Plan {
  const manifest = JSON.parse(tree.read("package.json") ?? "{}") as Record<string, string>;
  if (manifest.name !== TEMPLATE) {
    throw new GeneratorError(3, {
      code: "INIT_DONE",
      arg: "package.json",
      message: `The root package is "${manifest.name}", so this is no fresh copy of the template.`,
      fix: "To choose other names, undo the run first: pnpm plop history lists it.",
    });
  }
  const names = readNames(input);
  const files: PlannedFile[] = [];
  const removals: Removal[] = [];
  for (const path of pathsIn(tree, "")) {
    const before = textIn(tree, path);
    if (before === null) continue;
    if (REMOVED.some((pattern) => pattern.test(path))) {
      removals.push({ path, before });
      continue;
    }
    const after = renamed(path, before, names, manifest.version ?? "");
    if (after !== before) files.push({ path, before, after, fragments: [], replaces: true });
  }
  return {
    command: "init",
    subject: names.name,
    input: names,
    files,
    removals,
    wholeProject: true,
    next: ["pnpm install", "pnpm check"],
    notes: [],
  };
}

/** The text of a file in the new project. */
function renamed(
  path: string,
  text: string,
  { name, title, scope, holder }: Required<InitInput>,
  version: string,
): string {
  if (path === "README.md") return readmeText(title, text, version);
  if (path === "CHANGELOG.md") return changelogText;
  const scoped = text.replace(/@repo\b/g, scope).replaceAll("@(repo|", `@(${scope.slice(1)}|`);
  if (path === "LICENSE") return scoped.replace(/(?<=^Copyright \(c\) \d+ ).*$/m, holder);
  if (path === ".devcontainer/devcontainer.json" || path === "packages/validators/src/app.ts") {
    return scoped.replaceAll('"Groundwork"', JSON.stringify(title));
  }
  if (path === "docs/README.md") {
    return scoped.replace(/(?<=\n## Decisions\n)[\s\S]*$/, "\nNone yet.\n");
  }
  if (path === "docs/style.md") return scoped.replace(/^.*`docs\/words\.json`.*\n/m, "");
  if (path.endsWith(".md")) return withoutDecisions(scoped);
  // The tooling keeps its names and versions.
  if (!/(^|\/)package\.json$/.test(path) || path.startsWith("tooling/")) return scoped;
  return scoped
    .replace(`"name": "${TEMPLATE}"`, `"name": ${JSON.stringify(name)}`)
    .replace(/(?<=^ {2}"version": )"[^"]*"/m, '"0.0.0"');
}

/** Every file of the project, by its path. */
function pathsIn(tree: Tree, folder: string): string[] {
  return tree.list(folder).flatMap((name) => {
    if (SKIPPED.test(name)) return [];
    const path = `${folder}${name}`;
    return name.endsWith("/") ? pathsIn(tree, path) : [path];
  });
}

/** A file's text; null for one that is no text, such as an image. */
function textIn(tree: Tree, path: string): string | null {
  try {
    return tree.read(path);
  } catch (error) {
    if (error instanceof GeneratorError && error.problems[0]?.code === "FILE_NOT_TEXT") return null;
    throw error;
  }
}
