// Plans a change of the fields of an entity: it is rendered as it was and as it will be, and what differs is merged
// into the files as they are.
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import type { Plan, PlannedFile, Removal, Tree } from "@groundwork/plop-engine/plan";
import type { EntityInput } from "../entity/input.ts";
import { type RenderedEntity, renderEntity } from "../entity/plan.ts";
import { planEntry } from "../migration/changes.ts";
import { nextOf, planBackfill, planLeft } from "../migration/plan.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import type { FieldInput } from "./input.ts";
import { readStep } from "./read.ts";
import { type EntityChange, changedBy } from "../entity/field-steps.ts";

/**
 * Plans a change.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when the fields are so already. Edited files are merged once all is formatted
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) for a conflict with what exists, (4) for
 *   a file that cannot be edited
 */
export function planField(input: FieldInput, tree: Tree): Plan {
  const step = readStep(input, tree);
  const nothing = { command: "field", subject: `${input.table}.${step.subject}`, notes: [] };
  if (step.isDone) return { ...nothing, input: step.input, files: [], next: [] };
  const changed = planChange(step.entity, { command: "field", input: step.input }, tree);
  const left = step.finishes === null ? null : planLeft(step.finishes, tree);
  const migrated = step.begins === null ? [] : planBackfill(step.begins, tree);
  const counted = step.finishes === null ? [] : planEntry(step.finishes, step.input.counted, tree);
  return {
    ...nothing,
    input: step.input,
    files: [...changed.files, ...migrated, ...counted, ...(left?.files ?? [])],
    removals: [...changed.removals, ...(left?.removals ?? [])],
    next: step.begins === null ? [referenceCommand(), snapshotCommand()] : nextOf(step.begins),
  };
}

/** Plans to render an entity as a change leaves it, and to take away what it has no more. */
export function planChange(
  entity: EntityInput,
  change: EntityChange,
  tree: Tree,
): { files: PlannedFile[]; removals: Removal[] } {
  const { before, after } = renderings(entity, changedBy(entity, change), tree);
  return {
    files: [...planRendered(before, after, tree), ...planEdits(tree, after.edits)],
    removals: goneFiles(before, after, tree),
  };
}

/** An entity as it is rendered before and after a change. */
export interface Renderings {
  before: RenderedEntity;
  after: RenderedEntity;
}

/** Renders an entity as it was and as it will be. */
export function renderings(entity: EntityInput, changed: EntityInput, tree: Tree): Renderings {
  return { before: renderEntity(entity, tree), after: renderEntity(changed, tree) };
}

/** The files that are rendered otherwise than before. One that people have removed stays away. */
function planRendered(before: RenderedEntity, after: RenderedEntity, tree: Tree): PlannedFile[] {
  return after.files.flatMap(({ path, text }) => {
    const rendered = before.files.find((file) => file.path === path);
    const current = tree.read(path);
    if (rendered?.text === text) return [];
    if (rendered !== undefined && current === null) return [];
    const base = current === null ? {} : { base: text };
    return [{ path, before: current, after: text, fragments: [], ...base }];
  });
}

/** Files that the entity needs no more, such as the search of a page. */
function goneFiles(before: RenderedEntity, after: RenderedEntity, tree: Tree): Removal[] {
  return before.files.flatMap(({ path }) => {
    const current = tree.read(path);
    const isGone = current !== null && !after.files.some((file) => file.path === path);
    return isGone ? [{ path, before: current }] : [];
  });
}
