// The design of a repository, and the repository as the design wants it.
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";
import type { Design } from "../design.ts";
import type { DesignFile } from "./design-file.ts";
import { readDesign } from "./read.ts";

/**
 * Reads the design of a repository.
 * @returns the design, and the repository in which it is applied; where that is impossible, as it is
 * @throws DESIGN_MISSING (2) without one; what reading it throws
 */
export function designIn(tree: Tree): { design: Design; applied: Tree } {
  return { design: readDesignIn(tree).design, applied: tree };
}

/**
 * Reads the design of a repository with the places of its values.
 * @throws DESIGN_MISSING (2) without one; what reading it throws
 */
export function readDesignIn(tree: Tree): DesignFile {
  const text = tree.read(layout.design);
  if (text !== null) return readDesign(text, layout.design);
  throw new GeneratorError(2, {
    code: "DESIGN_MISSING",
    arg: layout.design,
    message: `there is no ${layout.design}.`,
    fix: "pnpm plop design new, or pnpm plop design import",
  });
}
