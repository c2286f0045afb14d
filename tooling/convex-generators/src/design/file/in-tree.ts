// The design of a repository.
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";
import type { DesignFile } from "./design-file.ts";
import { readDesign } from "./read.ts";

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
