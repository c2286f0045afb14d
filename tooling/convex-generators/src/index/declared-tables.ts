// The tables that the app declares itself, in `convex/tables/`.
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";
import { type DeclaredTable, declaredIn } from "../tables/table-indexes.ts";

const folder = layout.tables("").replace(/\/\.ts$/, "");

/** Every table, in the order of the files. */
export function declaredTables(tree: Tree): DeclaredTable[] {
  return tree
    .list(folder)
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => declaredIn(`${folder}/${name}`, tree.read(`${folder}/${name}`)!));
}
