// The design of a repository, and the repository as the design wants it.
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { planDesign } from "../apply/plan.ts";
import type { Design } from "../design.ts";
import { readDesignIn } from "../file/in-tree.ts";

/**
 * Reads the design of a repository.
 * @returns the design, and the repository in which it is applied; where that is impossible, as it is
 * @throws DESIGN_MISSING (2) without one; what reading it throws
 */
export function designIn(tree: Tree): { design: Design; applied: Tree } {
  const file = readDesignIn(tree);
  try {
    return { design: file.design, applied: plannedTree(tree, planDesign(file, tree).plan) };
  } catch (error) {
    // `design check` says what is wrong; pages and pictures say as much as the design does.
    if (error instanceof GeneratorError) return { design: file.design, applied: tree };
    throw error;
  }
}
