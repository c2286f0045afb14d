// Plans the file of a design with what is new in it.
import { GeneratorError, type Plan, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";
import { planDesign } from "../apply/plan.ts";
import { findingsOf } from "../check/check.ts";
import { knownOf } from "../check/known/known.ts";
import { brokenRules } from "../check/rules/rules.ts";
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
  const file = readDesign(after, layout.design);
  const findings = findingsOf(brokenRules(file, knownOf(file.design, tree)));
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length > 0) throw new GeneratorError(2, errors);
  // What the generators refuse of it.
  planDesign(file, tree);
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
    notes: findings.map(({ arg, code, message }) => `${arg} ${code}: ${message}`),
  };
}
