// The project as a plan leaves it, so that another can be made on top.
import type { Plan, Tree } from "./plan.ts";

/**
 * The files after a plan, without touching anything.
 * @param tree what the plan was made from
 */
export function plannedTree(tree: Tree, { files, removals = [] }: Plan): Tree {
  const contents = new Map<string, string | null>([
    ...files.map(({ path, after }) => [path, after] as const),
    ...removals.map(({ path }) => [path, null] as const),
  ]);
  const isGone = (path: string): boolean => {
    if (!path.endsWith("/")) return contents.get(path) === null;
    return tree.list(path).every((name) => isGone(path + name));
  };
  return {
    read: (path, encoding) => {
      const planned = contents.get(path);
      return planned === undefined ? tree.read(path, encoding) : planned;
    },
    list: (folder) => {
      const prefix = folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
      return tree.list(folder).filter((name) => !isGone(prefix + name));
    },
  };
}
