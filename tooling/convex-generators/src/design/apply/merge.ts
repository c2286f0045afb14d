// Merges the entities that a design changes into their files as they are, once all of it is formatted.
import type { Io } from "@groundwork/plop-engine/io";
import { GeneratorError, type Plan, type Problem } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { diskTree } from "@groundwork/plop-engine/tree";
import { type EntityChange, changedBy, entityChangers } from "../../entity/field-steps.ts";
import { currentEntityInput } from "../../entity/recorded.ts";
import { mergeRendered } from "../../field/merge.ts";
import { renderings } from "../../field/plan.ts";

/**
 * Merges the files of every entity that a plan changes.
 * @throws FIELD_CONFLICT, FIELD_OUTDATED (4): of all entities together
 */
export async function mergeDesign(plan: Plan, { root }: Io): Promise<Plan> {
  const disk = diskTree(root);
  const after = plannedTree(disk, plan);
  const problems: Problem[] = [];
  let { files } = plan;
  for (const [table, changes] of changesByTable(plan)) {
    const entity = currentEntityInput(table, disk);
    // One that is made in the same run has nothing to merge with.
    if (entity === null) continue;
    const changed = changes.reduce((one, change) => changedBy(one, change), entity);
    const merged = await mergeRendered(files, renderings(entity, changed, after), { root, table });
    files = merged.files;
    problems.push(...merged.problems);
  }
  if (problems.length > 0) throw new GeneratorError(4, problems);
  return { ...plan, files };
}

function changesByTable({ parts = [] }: Plan): Map<string, EntityChange[]> {
  const changes = new Map<string, EntityChange[]>();
  for (const { command, input } of parts) {
    const { table } = input as { table?: string };
    if (!entityChangers.includes(command) || table === undefined) continue;
    changes.set(table, [...(changes.get(table) ?? []), { command, input: input as never }]);
  }
  return changes;
}
