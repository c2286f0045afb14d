// Merges what an entity is rendered as after a change into its files as they are, once all of it is formatted. What a
// template changed since stays for `pnpm plop update`: the change of the fields alone is merged, and recorded.
import { addFragments } from "@groundwork/plop-engine/edit/fragments";
import type { Io } from "@groundwork/plop-engine/io";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
} from "@groundwork/plop-engine/plan";
import { project } from "@groundwork/plop-engine/project";
import { formatted } from "@groundwork/plop-engine/run/format-plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { type Conflict, mergeTexts } from "@groundwork/plop-engine/run/merge";
import { diskTree } from "@groundwork/plop-engine/tree";
import { changedBy } from "../entity/field-steps.ts";
import type { RenderedEntity } from "../entity/plan.ts";
import { currentEntityInput } from "../entity/recorded.ts";
import { recordedBase } from "../update/recorded.ts";
import type { FieldInput } from "./input.ts";
import { type Renderings, renderings } from "./plan.ts";

/**
 * Merges the files of a plan that exist.
 * @throws FIELD_CONFLICT (4) with the lines of every place that people and the change have both changed,
 *   FIELD_OUTDATED (4) with every place that a template and the change have both changed
 */
export async function mergeField(plan: Plan, { root }: Io): Promise<Plan> {
  const { command, input } = plan as { command: string; input: FieldInput };
  const { table } = input;
  const tree = diskTree(root);
  const entity = currentEntityInput(table, tree);
  if (entity === null || plan.files.every(({ base }) => base === undefined)) return plan;
  const rendered = renderings(entity, changedBy(entity, { command, input }), tree);
  const { files, problems } = await mergeRendered(plan.files, rendered, { root, table });
  if (problems.length > 0) throw new GeneratorError(4, problems);
  return { ...plan, files };
}

/**
 * Merges what an entity is rendered as after a change into its files.
 * @param files of a plan: those with a `base` are merged where the entity has them, and keep what the plan adds to them
 * @param renderings the entity before and after the change
 * @returns all the files, and the problems: FIELD_CONFLICT, FIELD_OUTDATED
 */
export async function mergeRendered(
  files: readonly PlannedFile[],
  { before, after }: Renderings,
  { root, table }: { root: string; table: string },
): Promise<{ files: PlannedFile[]; problems: Problem[] }> {
  const records = readRuns(diskTree(root));
  const textIn = async (rendered: RenderedEntity, path: string) => {
    const file = rendered.files.find((one) => one.path === path);
    return file === undefined ? null : await laidOut(root, path, file.text);
  };
  const problems: Problem[] = [];
  const merge = async (file: PlannedFile): Promise<PlannedFile> => {
    const { path, base } = file;
    if (base === undefined || file.before === null) return file;
    const [was, will] = await Promise.all([textIn(before, path), textIn(after, path)]);
    if (was === null || will === null) return file;
    const recorded = recordedBase(records, path);
    // What the project came with has no record: it is as it is rendered today.
    const then = recorded === undefined ? was : await laidOut(root, path, recorded);
    const rendered = mergeTexts(was, then, will);
    const merged = mergeTexts(was, file.before, will);
    problems.push(
      ...(rendered.conflicts.length > 0
        ? rendered.conflicts.map((conflict) => outdated(path, conflict, table))
        : merged.conflicts.map((conflict) => edited(path, conflict))),
    );
    return { ...file, after: await withAdded(root, file, merged.text), base: rendered.text };
  };
  return { files: await Promise.all(files.map(merge)), problems };
}

/** A merged file with what else the plan adds to it. */
async function withAdded(
  root: string,
  { path, before, updates = [] }: PlannedFile,
  merged: string,
): Promise<string> {
  if (updates.length === 0) return merged;
  const { text } = addFragments(path, merged, updates);
  return (await formatted(root, { path, before, after: text })) ?? text;
}

function edited(path: string, { line, theirs }: Conflict): Problem {
  return {
    code: "FIELD_CONFLICT",
    arg: `${path}:${line}`,
    message: `${path}:${line} was edited, and the change of the field needs the same lines.`,
    fix: theirs.join("\n"),
  };
}

function outdated(path: string, { ours }: Conflict, table: string): Problem {
  return {
    code: "FIELD_OUTDATED",
    arg: path,
    message: `A template has changed since ${path} was rendered, and the change of the field needs the same lines:\n${ours.join("\n")}`,
    fix: `pnpm plop update ${table}`,
  };
}

/** A rendered file as a new one would be written. */
async function laidOut(root: string, path: string, text: string): Promise<string> {
  const after = (await formatted(root, { path, before: null, after: text })) ?? text;
  return project().finish(path, after);
}
