// What of a project a removal may reach: its modules and pages, and how they name what is removed.
import { posix } from "node:path";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { declaredNames } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";

/** Where files may use what is removed. The tooling knows nothing of the app. */
const PLACES = ["apps/", "packages/", "docs/", ""];
const SKIPPED = /^(node_modules|dist|coverage|\.[^/]*)\/$|\.gen\.ts$/;

/** Functions and types that take the name of a table: `zid("notes")`, `Doc<"notes">`. */
export const takers: ReadonlySet<string> = new Set([
  ...["zid", "id", "Id", "Doc", "query", "get", "insert", "patch", "replace", "delete"],
  "normalizeId",
]);

/** Every module and page of the project that may use what is removed. */
export function pathsIn(tree: Tree): string[] {
  const within = (folder: string): string[] =>
    tree.list(folder).flatMap((name) => {
      if (SKIPPED.test(name)) return [];
      if (name.endsWith("/")) return within(folder + name);
      // The design follows in its own way: it names much, and uses nothing.
      if (folder + name === layout.design) return [];
      return /\.(ts|tsx|js|mjs|md)$/.test(name) ? [folder + name] : [];
    });
  return PLACES.flatMap((place) => {
    if (place !== "") return within(place);
    return tree.list("").filter((name) => name.endsWith(".md"));
  });
}

/** Whether what a page names is removed: a file, or a folder of one. */
export function leadsAway(
  page: string,
  target: string,
  isGone: (path: string) => boolean,
  folders: readonly string[],
): boolean {
  const fromRoot = target.split(/[#:]/)[0]!;
  const paths = [fromRoot, posix.join(posix.dirname(page), fromRoot)];
  return paths.some(
    (path) => isGone(path) || folders.some((folder) => folder === `${path.replace(/\/$/, "")}/`),
  );
}

/** The files at a path; those in it, of a folder that ends with "/". */
export function filesAt(tree: Tree, path: string): string[] {
  if (!path.endsWith("/")) return tree.read(path) === null ? [] : [path];
  return tree.list(path).flatMap((name) => filesAt(tree, path + name));
}

/**
 * Finds texts that name a function, as `sources:list` does. A test invents names of its own.
 * @param modules the modules of the backend whose functions count
 * @returns whether a text names something that one of them declares
 */
export function functionNames(tree: Tree, modules: Iterable<string>): (text: string) => boolean {
  const declared = new Map<string, ReadonlySet<string>>();
  for (const module of modules) {
    const path = layout.backendModule(module);
    declared.set(module, declaredNames(parseModule(path, tree.read(path) ?? "")));
  }
  return (text) => {
    const [, module = "", name = ""] = /^(\w+):(\w+)$/.exec(text) ?? [];
    return declared.get(module)?.has(name) === true;
  };
}
