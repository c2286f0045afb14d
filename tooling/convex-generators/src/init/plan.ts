// Plans to turn a copy of the template into a project of its own.
import { renderAll } from "@groundwork/plop-engine/templates/render";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Removal,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { folderOf } from "../repository/settings.ts";
import { type Choices, type InitInput, TEMPLATE, readChoices } from "./input.ts";
import { isLeftOut, leftOutNames, withoutLeftOut } from "./left-out.ts";
import { withoutMentions } from "./mentions.ts";
import { renamed } from "./names.ts";
import { planRemove } from "../remove/plan.ts";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { contentsOf, pathsIn } from "../packages/project-files.ts";
import { readmeText } from "./readme.ts";
import { toolingPackages, withPackagedTooling } from "./tooling.ts";

/**
 * Plans the change. `completeInit` adds what is built.
 * @param tree the copy of the template
 * @throws INIT_DONE (3) for a project that is no fresh copy, and all of `readChoices`
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
  const choices = readChoices(input);
  const isPackaged = choices.tooling !== "source";
  const files: PlannedFile[] = [];
  const removals: Removal[] = [];
  const base = withoutFeatures(tree, choices.without);
  const rewrite = rewriting(choices, base, manifest.version ?? "");
  for (const path of pathsIn(tree)) {
    const { contents: before, ...encoding } = contentsOf(tree, path);
    const kept = isLeftOut(path, choices.tooling) ? null : base.read(path, encoding.encoding);
    if (kept === null) removals.push({ path, before, ...encoding });
    else if (encoding.encoding === undefined) {
      const after = rewrite(path, kept);
      if (after !== before) files.push({ path, before, after, fragments: [], replaces: true });
    }
  }
  for (const [path, after] of ownPages(choices, manifest.version ?? "")) {
    if (tree.read(path) === null) files.push({ path, before: null, after, fragments: [] });
  }
  return {
    command: "init",
    subject: choices.name,
    input: choices,
    files,
    removals,
    wholeProject: true,
    leftovers: isPackaged ? ["tooling"] : [],
    next: [
      "pnpm install",
      ...(choices.without.length > 0 ? regenerated(choices) : []),
      "pnpm check",
    ],
    notes: [],
  };
}

/** The template after optional features are removed. */
function withoutFeatures(tree: Tree, names: readonly string[]): Tree {
  return names.length === 0 ? tree : plannedTree(tree, planRemove({ names: [...names] }, tree));
}

/** What writes the files that follow from the code. */
function regenerated({ scope }: Choices): string[] {
  return ["codegen", "reference", "snapshot"].map(
    (script) => `pnpm --filter ${scope}/backend ${script}`,
  );
}

/** How the text of each file changes. */
function rewriting(choices: Choices, tree: Tree, version: string) {
  const { tooling: kind } = choices;
  const gone = leftOutNames(kind);
  const own = ownPages(choices, version);
  const paths = pathsIn(tree).filter((path) => !isLeftOut(path, kind));
  const catalogued = cataloguedIn(
    paths
      .filter((path) => path.endsWith("package.json"))
      .map((path) => withoutLeftOut(path, tree.read(path)!)),
  );
  const workspace = { tooling: toolingPackages(tree), catalogued };
  return (path: string, text: string): string => {
    const page = own.get(path);
    if (page !== undefined) return page;
    const named = renamed(path, text, choices);
    if (path === "README.md") return withoutMentions(readmeText(named, choices, version), gone);
    if (path === "docs/README.md") {
      return withoutMentions(named.replace(/\n## Decisions\n[\s\S]*$/, ""), gone);
    }
    if (path.endsWith(".md")) return withoutMentions(named, gone);
    const kept = withoutLeftOut(path, named);
    return kind === "source" ? kept : withPackagedTooling(path, kept, { ...workspace, kind });
  };
}

/** Pages that a project starts from a template, by their path. */
function ownPages(view: Choices, version: string): Map<string, string> {
  const rendered = renderAll(folderOf("init"), {
    view: { ...view, version },
    helpers: {},
    isWritten: (template) => view.tooling === "vendor" || !template.startsWith("vendor/"),
  });
  return new Map(rendered.map(({ path, text }) => [path, text]));
}

/** Names that manifests take from the catalog. */
function cataloguedIn(manifests: readonly string[]): Set<string> {
  const uses = manifests.flatMap((text) => [...text.matchAll(/"([^"]+)": "catalog:"/g)]);
  return new Set(uses.map(([, name]) => name!));
}
