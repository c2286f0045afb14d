// What a project says of the tooling once that is a package: `vendor/*.tgz`, or a version of the registry.
import type { Tree } from "@groundwork/plop-engine/plan";
import { editedJson } from "./edit-json.ts";

export const toolingKinds = ["vendor", "npm", "source"] as const;

/**
 * Where the tooling of a project comes from: packed into `vendor/`, from the registry, or as source in `tooling/`.
 */
export type ToolingKind = (typeof toolingKinds)[number];

/** A package of `tooling/`. */
export interface ToolingPackage {
  /** `tooling/dev-server`. */
  folder: string;
  /** `@groundwork/dev-server`. */
  name: string;
  version: string;
  /** Where it is packed: `vendor/groundwork-dev-server-0.1.0.tgz`. */
  archive: string;
  /** Names of the packages that it depends on. */
  uses: readonly string[];
}

/** The packages of `tooling/`, each after those that it uses. */
export function toolingPackages(tree: Tree): ToolingPackage[] {
  const found = tree.list("tooling/").flatMap((entry) => {
    const folder = `tooling/${entry.replace(/\/$/, "")}`;
    const manifest = tree.read(`${folder}/package.json`);
    if (manifest === null) return [];
    const { name, version, dependencies = {} } = JSON.parse(manifest) as Manifest;
    const archive = `vendor/${name.slice(1).replace("/", "-")}-${version}.tgz`;
    return [{ folder, name, version, archive, uses: Object.keys(dependencies) }];
  });
  const ordered = new Set<ToolingPackage>();
  const add = (tooling: ToolingPackage): void => {
    for (const used of found) if (tooling.uses.includes(used.name)) add(used);
    ordered.add(tooling);
  };
  found.forEach(add);
  return [...ordered];
}

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

/** What of the workspace the rewriting of one file depends on. */
export interface Workspace {
  kind: Exclude<ToolingKind, "source">;
  tooling: readonly ToolingPackage[];
  /** Names of the packages that manifests of the project take from the catalog. */
  catalogued: ReadonlySet<string>;
}

/** Strings that name the sources, in lists of configuration files. */
const PATHS_IN_LISTS = /\s*"tooling\/[^"]*",|,\s*"tooling\/[^"]*"(?=\s*\])/g;

/**
 * A file of a project whose tooling is a package.
 * @param path its path
 * @param text what is in it while the tooling is source
 */
export function withPackagedTooling(path: string, text: string, workspace: Workspace): string {
  if (path === "pnpm-workspace.yaml") return workspaceFile(text, workspace);
  if (path === "turbo.json") {
    return editedJson(text, ({ boundaries }) => {
      delete boundaries.tags.tooling;
    });
  }
  if (path === "knip.json") {
    return editedJson(text, ({ workspaces }) => {
      for (const { folder } of workspace.tooling) delete workspaces[folder];
    });
  }
  if (/(^|\/)package\.json$/.test(path)) {
    const names = workspace.tooling.map(({ name }) => name).join("|");
    return (
      text
        .replace(new RegExp(`("(?:${names})": )"workspace:[^"]*"`, "g"), '$1"catalog:"')
        .replace(/^ *"test:app": .*\n/m, "")
        .replace(/(?<="imports": ".*) tooling\b/, "")
        // Nothing has newer versions of what is packed.
        .replace(/ '!earlier-\*'/, workspace.kind === "vendor" ? " '!@groundwork/*'" : "")
    );
  }
  if (/^[^/]*\.m?js$/.test(path)) return text.replace(PATHS_IN_LISTS, "");
  return text;
}

function workspaceFile(text: string, { kind, tooling, catalogued }: Workspace): string {
  const [head, catalog] = text.split(/^catalog:\n/m) as [string, string];
  const entries = withoutUnused(catalog, catalogued);
  const own = tooling.map(({ name, version }) => `  "${name}": ${version}\n`).join("");
  const overrides = tooling.map(({ name, archive }) => `  "${name}": file:${archive}\n`).join("");
  return [
    head.replace("  - tooling/*\n", ""),
    kind === "vendor" ? `# The tooling, packed: vendor/README.md\noverrides:\n${overrides}` : "",
    `catalog:\n${own}${entries}`,
  ].join("");
}

/** The catalog without what nothing takes from it any more, and without the comments on that. */
function withoutUnused(catalog: string, used: ReadonlySet<string>): string {
  const kept: string[] = [];
  let comment: string[] = [];
  for (const line of catalog.split("\n")) {
    if (/^ *#/.test(line)) {
      comment.push(line);
      continue;
    }
    const name = /^ {2}"?([^":]+(?::[^" ]+)?)"?: /.exec(line)?.[1];
    if (name === undefined || used.has(name)) kept.push(...comment, line);
    comment = [];
  }
  return kept.join("\n");
}
