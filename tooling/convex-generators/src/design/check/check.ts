// Holds a design against itself, then against the code.
import { GeneratorError, type Problem, type Tree } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import type { Change } from "../apply/change.ts";
import { planDesign } from "../apply/plan.ts";
import { compareDesign } from "../described/compare.ts";
import { describeBackend } from "../described/describe.ts";
import type { Described } from "../described/described.ts";
import { type DesignFile, inOrder } from "../file/design-file.ts";
import { checkFlows } from "../flows/check.ts";
import { checkCriteria } from "../flows/criteria.ts";
import { type Known, knownOf } from "./known/known.ts";
import { type Finding, levelOf } from "./levels.ts";
import { brokenRules } from "./rules/rules.ts";

export interface Checked {
  /** In the order of the file; those with places in the code come last. */
  findings: Finding[];
  known: Known;
  /** Whether it was held against the code, too: only a design that is right in itself is. */
  isCompared: boolean;
}

/**
 * Checks a design.
 * @param file that was read
 * @param tree the repository
 * @param isAlone whether the code is left out, because it is not written yet
 */
export function checkDesign(file: DesignFile, tree: Tree, isAlone: boolean): Checked {
  const described = describeBackend(tree);
  const { applied, changes, problems: refused } = applyTo(tree, file, described);
  const known = knownOf(file.design, applied);
  const problems = [...brokenRules(file, known), ...refused];
  const isRight = problems.every((problem) => levelOf(problem) === "warning");
  const isCompared = isRight && !isAlone;
  if (isCompared) {
    const differences = compareDesign(asMade(file, described, changes), described);
    problems.push(...differences);
    // Flows call what is still to be written, so they are held against the code once it is.
    const isThere = !differences.some(({ code }) => code.endsWith("_LACKING"));
    if (isThere) problems.push(...checkFlows(file, tree, applied), ...checkCriteria(file, tree));
  }
  return { findings: findingsOf(problems), known, isCompared };
}

/**
 * Applies a design, in memory.
 * @param described what the repository has
 * @returns the repository as the design wants it, and what changes; where the generators cannot make it so, as it is, and why
 */
export function applyTo(
  tree: Tree,
  file: DesignFile,
  described: Described,
): { applied: Tree; changes: readonly Change[]; problems: readonly Problem[] } {
  try {
    const { plan, changes } = planDesign(file, tree, { described });
    return { applied: plannedTree(tree, plan), changes, problems: [] };
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return { applied: tree, changes: [], problems: error.problems };
  }
}

/**
 * What a generator made of an entity says more than the design, with every default: where applying the design changes
 * nothing of it, it is what the design says.
 */
function asMade(file: DesignFile, described: Described, changes: readonly Change[]): DesignFile {
  const { entities: made = {} } = described.design;
  const isChanged = (key: string) =>
    changes.some(({ at }) => at[0] === "entities" && at[1] === key);
  const entities = Object.entries(file.design.entities ?? {}).map(([key, entity]) => {
    const isMade = described.generated.has(key) && !isChanged(key);
    return [key, isMade ? (made[key] ?? entity) : entity] as const;
  });
  return { ...file, design: { ...file.design, entities: Object.fromEntries(entities) } };
}

/** Problems with their levels, each once, in the order of the file. */
export function findingsOf(problems: readonly Problem[]): Finding[] {
  const once = new Map(problems.map((one) => [`${one.arg} ${one.code} ${one.message}`, one]));
  const placed = [...once.values()].map((one) => ({ level: levelOf(one), ...one }));
  return inOrder(placed);
}
