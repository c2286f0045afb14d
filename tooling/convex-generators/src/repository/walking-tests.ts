// The tests of the backend that walk all of it: rules over every function, table or file, which a change
// anywhere can break. They are recognized by what they import: something that lists everything.
import { posix } from "node:path";
import type { ImportDeclaration } from "oxc-parser";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { nameOf } from "@groundwork/plop-engine/edit/syntax";
import type { PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { layout } from "./layout.ts";

/** What lists everything, by the name of the module that exports it; "*" where all of its exports do. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  manifest: ["appFunctions"],
  "app-functions": ["functionsOf"],
  matrix: ["*"],
  "exported-schema": ["exportedTables"],
  schema: ["default"],
  references: ["references"],
  access: ["accessMatrix"],
  names: ["nameFields"],
  syntax: ["pushedFiles", "parseModules"],
};

/** Names one of those modules: most tests name none, and need not be parsed. */
const MAY_WALK = new RegExp(`\\b(?:${Object.keys(LISTS).join("|")})(?:\\.[jt]s)?["']`);

/**
 * Lists the tests of the backend that any change of its functions or tables can break.
 * @param tree the repository
 * @returns their paths, relative to `packages/backend`; one that names such a module and cannot be parsed is among them
 */
export function walkingTests(tree: Tree): string[] {
  const folders = [...foldersIn(tree, "tests"), "flows", "lint", "reference"];
  return folders
    .flatMap((folder) =>
      tree
        .list(posix.join(layout.backend, folder))
        .filter((name) => name.endsWith(".test.ts"))
        .map((name) => posix.join(folder, name)),
    )
    .filter((path) => walks(path, tree.read(posix.join(layout.backend, path)) ?? ""));
}

/** Files that every module has entries in: another entry changes nothing of those that are there. */
const REGISTRIES: readonly string[] = [
  ...[layout.schema, layout.references, layout.rateLimits, layout.apiTypes, layout.flows],
  ...[layout.access, layout.components, layout.remains],
];

/**
 * Says which of those tests a change can break: all but those of one function, titled `tasks:list is refused …`, of
 * a module that neither changes nor has rows that changed tables refer to.
 * @param files what is written
 * @param tree the repository
 * @returns a pattern of titles; null for all of them, where code changes that modules share
 */
export function titlesAtRisk(files: readonly PlannedFile[], tree: Tree): string | null {
  const modules = modulesIn(tree);
  const atRisk = new Set<string>();
  for (const { path, before, after } of files) {
    const isCode = /^packages\/(backend\/convex|validators\/src)\/.*\.ts$/.test(path);
    if (!isCode || REGISTRIES.includes(path)) continue;
    const module = path.slice(layout.convex.length + 1, -".ts".length);
    const isModule = path.startsWith(layout.convex) && modules.includes(module);
    if (isModule) atRisk.add(module);
    else if (before !== null && after !== "") return null;
    // Removing a row does something to those that refer to it.
    for (const [, table = ""] of `${before}${after}`.matchAll(/\bto: "(\w+)"/g)) atRisk.add(table);
  }
  const others = modules.filter((module) => !atRisk.has(module));
  return `^(?!(?:.* )?(?:${others.join("|")}):\\w)`;
}

/** The modules of functions, by their path from `convex/`. */
function modulesIn(tree: Tree, folder: string = layout.convex): string[] {
  return tree.list(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    if (name.endsWith("/")) {
      const isOther = layout.shared.some((shared) => shared === path.slice(0, -1));
      return isOther || name === "_generated/" ? [] : modulesIn(tree, path.slice(0, -1));
    }
    return /^\w+\.ts$/.test(name) ? [path.slice(layout.convex.length + 1, -".ts".length)] : [];
  });
}

/** A folder of the package and all in it. */
function foldersIn(tree: Tree, folder: string): string[] {
  const inside = tree.list(posix.join(layout.backend, folder)).filter((name) => name.endsWith("/"));
  return [
    folder,
    ...inside.flatMap((name) => foldersIn(tree, posix.join(folder, name.slice(0, -1)))),
  ];
}

function walks(path: string, text: string): boolean {
  if (!MAY_WALK.test(text)) return false;
  try {
    return parseModule(path, text).program.body.some(
      (node) => node.type === "ImportDeclaration" && listsEverything(node),
    );
  } catch {
    return true;
  }
}

function listsEverything({ source, specifiers }: ImportDeclaration): boolean {
  const module = posix.basename(source.value).replace(/\.[jt]s$/, "");
  const lists = LISTS[module];
  if (lists === undefined) return false;
  return specifiers.some((specifier) => {
    if (lists[0] === "*" || specifier.type === "ImportNamespaceSpecifier") return true;
    const isDefault = specifier.type === "ImportDefaultSpecifier";
    const name = isDefault ? "default" : nameOf(specifier.imported);
    return name !== null && lists.includes(name);
  });
}
