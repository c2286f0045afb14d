// Plans the file of a design with what is new in it.
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";
import { readDesign } from "../file/read.ts";
import type { Draft } from "./input.ts";
import { withDraft } from "./write.ts";

/**
 * Plans the file of a design.
 * @param draft what is added to it
 * @param tree the repository
 * @returns the plan; without files that change when the file says all of it
 * @throws GeneratorError (2) with everything that is wrong with the design, (3) for what the file says otherwise
 */
export function planDesignNew(draft: Draft, tree: Tree): Plan {
  const before = tree.read(layout.design);
  const after = withDraft(tree, layout.design, draft);
  readDesign(after, layout.design);
  return {
    command: "design new",
    input: draft,
    files: [
      {
        path: layout.design,
        before,
        after,
        fragments: [],
        ...(before !== null && { replaces: true }),
      },
    ],
    next: ["pnpm plop design plan", "pnpm plop design apply"],
    notes: [],
  };
}
