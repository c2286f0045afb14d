// Merges what an entity is rendered as after a change into its files as they are, once all of it is formatted. What a
// template changed since stays for `pnpm plop update`: the change of the fields alone is merged, and recorded.
import type { Io } from "@groundwork/plop-engine/io";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
} from "@groundwork/plop-engine/plan";
import { project } from "@groundwork/plop-engine/project";
import { formatted } from "@groundwork/plop-engine/run/format-plan";
import { readHistory } from "@groundwork/plop-engine/run/history";
import { type Conflict, mergeTexts } from "@groundwork/plop-engine/run/merge";
import { diskTree } from "@groundwork/plop-engine/tree";
import { currentEntityInput } from "../entity/recorded.ts";
import { recordedBase } from "../update/recorded.ts";
import type { FieldInput } from "./input.ts";
import { renderings } from "./plan.ts";

/**
 * Merges the files of a plan that exist.
 * @throws FIELD_CONFLICT (4) with the lines of every place that people and the change have both changed,
 *   FIELD_OUTDATED (4) with every place that a template and the change have both changed
 */
export async function mergeField(plan: Plan, { root }: Io): Promise<Plan> {
  const { command, input } = plan as { command: string; input: FieldInput };
  const tree = diskTree(root);
  const entity = currentEntityInput(input.table, tree);
  if (entity === null || plan.files.every(({ base }) => base === undefined)) return plan;
  const { before, after } = renderings(entity, { command, input }, tree);
  const records = readHistory(tree);
  const textIn = (files: readonly { path: string; text: string }[], path: string) =>
    laidOut(root, path, files.find((file) => file.path === path)!.text);
  const problems: Problem[] = [];
  const merge = async (file: PlannedFile): Promise<PlannedFile> => {
    const { path, base } = file;
    if (base === undefined || file.before === null) return file;
    const [was, will] = await Promise.all([textIn(before.files, path), textIn(after.files, path)]);
    const recorded = recordedBase(records, path);
    // What the project came with has no record: it is as it is rendered today.
    const then = recorded === undefined ? was : await laidOut(root, path, recorded);
    const rendered = mergeTexts(was, then, will);
    const merged = mergeTexts(was, file.before, will);
    problems.push(
      ...(rendered.conflicts.length > 0
        ? rendered.conflicts.map((conflict) => outdated(path, conflict, input))
        : merged.conflicts.map((conflict) => edited(path, conflict))),
    );
    return { ...file, after: merged.text, base: rendered.text };
  };
  const files = await Promise.all(plan.files.map(merge));
  if (problems.length > 0) throw new GeneratorError(4, problems);
  return { ...plan, files };
}

function edited(path: string, { line, theirs }: Conflict): Problem {
  return {
    code: "FIELD_CONFLICT",
    arg: `${path}:${line}`,
    message: `${path}:${line} was edited, and the change of the field needs the same lines.`,
    fix: theirs.join("\n"),
  };
}

function outdated(path: string, { ours }: Conflict, { table }: FieldInput): Problem {
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
