// The project as a plan leaves it, so that another can be made on top.
import type { Plan, Tree } from "./plan.ts";

/**
 * The files after a plan, without touching anything.
 * @param tree what the plan was made from
 */
export function plannedTree(
  tree: Tree,
  { files, removals = [] }: Pick<Plan, "files" | "removals">,
): Tree {
  return treeWith(
    tree,
    new Map<string, string | null>([
      ...files.map(({ path, after }) => [path, after] as const),
      ...removals.map(({ path }) => [path, null] as const),
    ]),
  );
}

/**
 * The files with other contents.
 * @param contents path → the text, or null for a file that is gone
 */
export function treeWith(tree: Tree, contents: ReadonlyMap<string, string | null>): Tree {
  const isGone = (path: string): boolean => {
    if (!path.endsWith("/")) return contents.get(path) === null;
    return list(path).length === 0;
  };
  const list = (folder: string): string[] => {
    const prefix = folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
    const kept = tree.list(folder).filter((name) => !isGone(prefix + name));
    const created = [...contents].flatMap(([path, text]) =>
      text !== null && path.startsWith(prefix)
        ? [path.slice(prefix.length).replace(/\/.*$/s, "/")]
        : [],
    );
    return [...new Set([...kept, ...created])].sort();
  };
  return {
    read: (path, encoding) => {
      const planned = contents.get(path);
      return planned === undefined ? tree.read(path, encoding) : planned;
    },
    list,
  };
}
