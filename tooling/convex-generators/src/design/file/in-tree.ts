// The design of a repository, and the repository as the design wants it.
import { argumentOf, moduleOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";
import type { Design } from "../design.ts";

/**
 * Reads the design of a repository.
 * @returns the design, and the repository in which it is applied; where that is impossible, as it is
 * @throws DESIGN_MISSING (2) without one; what reading it throws
 */
export function designIn(tree: Tree): { design: Design; applied: Tree } {
  if (tree.read(layout.design) === null) {
    throw new GeneratorError(2, {
      code: "DESIGN_MISSING",
      arg: layout.design,
      message: `there is no ${layout.design}.`,
      fix: "pnpm plop design new, or pnpm plop design import",
    });
  }
  const design = valueOf(argumentOf(moduleOf(tree, layout.design), "defineDesign")) as Design;
  return { design, applied: tree };
}
