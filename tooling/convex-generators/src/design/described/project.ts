// The project that is described: its modules, and the folder of its functions.
import { layout } from "../../repository/layout.ts";
import { packageName } from "../../repository/settings.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import { Found } from "./described.ts";
import { Modules } from "./syntax/modules.ts";
import { Shapes } from "./shapes/shapes.ts";

export interface DescribedProject {
  tree: Tree;
  /** The folder of the functions, as `convex.json` or this repository has it: `convex`. */
  folder: string;
  /** Whether it is laid out as this repository, with an access matrix and shapes of zod. */
  isOurs: boolean;
  modules: Modules;
  shapes: Shapes;
  found: Found;
}

const fields = layout.validators("fields");
const sources = fields.slice(0, fields.lastIndexOf("/"));

/**
 * Opens a project for its description.
 * @param folder of its functions; default: that of this repository, or else `convex`
 */
export function projectOf(tree: Tree, folder = functionsOf(tree)): DescribedProject {
  const isOurs = folder === layout.convex && tree.read(layout.access) !== null;
  const modules = new Modules(tree, isOurs ? { [packageName("validators")]: sources } : {});
  const shapes = new Shapes(modules, isOurs ? fields : "");
  return { tree, folder, isOurs, modules, shapes, found: new Found() };
}

function functionsOf(tree: Tree): string {
  if (tree.list(layout.convex).length > 0) return layout.convex;
  const written = /"functions"\s*:\s*"([^"]+)"/.exec(tree.read("convex.json") ?? "")?.[1];
  return written?.replace(/^\.\/|\/$/g, "") ?? "convex";
}

/** A module that Convex reads by its name: `schema`. */
export function moduleNamed({ modules, folder }: DescribedProject, name: string) {
  return modules.at(`${folder}/${name}.ts`) ?? modules.at(`${folder}/${name}.js`);
}
