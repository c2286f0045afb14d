// The tests of the backend that walk all of it: rules over every function, table or file, which a change
// anywhere can break. They are recognized by what they import: something that lists everything.
import { posix } from "node:path";
import type { ImportDeclaration } from "oxc-parser";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { nameOf } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
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

/**
 * Lists the tests of the backend that any change of its functions or tables can break.
 * @param tree the repository
 * @returns their paths, relative to `packages/backend`; tests that cannot be parsed are among them
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

/** A folder of the package and all in it. */
function foldersIn(tree: Tree, folder: string): string[] {
  const inside = tree.list(posix.join(layout.backend, folder)).filter((name) => name.endsWith("/"));
  return [
    folder,
    ...inside.flatMap((name) => foldersIn(tree, posix.join(folder, name.slice(0, -1)))),
  ];
}

function walks(path: string, text: string): boolean {
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
