// Where the zod shapes of a table are: an entity's at the top of the package, those of the template by area.
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "./layout.ts";
import { packageName } from "./settings.ts";

const top = layout.validators("").replace(/\/\.ts$/, "");

/**
 * Finds the module that has the shapes of a table.
 * @param tree the repository
 * @param table a table's name
 * @returns its path; that of an entity where there is none yet
 */
export function shapesPath(tree: Tree, table: string): string {
  const path = layout.validators(table);
  if (tree.read(path) !== null) return path;
  const areas = tree.list(top).filter((name) => name.endsWith("/"));
  const paths = areas.map((area) => `${top}/${area}${table}.ts`);
  return paths.find((each) => !isAccess(each) && tree.read(each) !== null) ?? path;
}

/** The access of a table is in a file of the same name. */
function isAccess(path: string): boolean {
  return path.startsWith(layout.accessOf("").replace(/\.ts$/, ""));
}

/**
 * Names the module as other packages import it.
 * @param path from `shapesPath`
 * @returns such as `@repo/validators/teams/invitations`
 */
export function shapesModule(path: string): string {
  return `${packageName("validators")}${path.slice(top.length).replace(/\.ts$/, "")}`;
}
