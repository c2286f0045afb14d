// The design of the backend, which follows what a removal takes out of it.
import { type Plan, type PlannedFile, type Tree } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { withoutTaken } from "../design/edit/follow-code.ts";
import { layout } from "../repository/layout.ts";

/**
 * Adds the design to a plan, without what is removed.
 * @param features the names of those that the plan removes
 * @returns the plan as it is where there is no design, or the design does not name what goes
 */
export function withDesign(plan: Plan, tree: Tree, features: readonly string[]): Plan {
  const before = tree.read(layout.design);
  if (before === null || plan.files.length === 0) return plan;
  const after = withoutTaken(layout.design, before, {
    ...{ before: tree, after: plannedTree(tree, plan), features },
  });
  if (after === before) return plan;
  const file: PlannedFile = { path: layout.design, before, after, fragments: [], replaces: true };
  return { ...plan, files: [...plan.files, file] };
}
