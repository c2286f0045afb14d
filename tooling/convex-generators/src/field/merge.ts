// Merges what an entity is rendered as after a change into its files as they are, once all of it is formatted.
import type { Io } from "@groundwork/plop-engine/io";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
} from "@groundwork/plop-engine/plan";
import { project } from "@groundwork/plop-engine/project";
import { formatted } from "@groundwork/plop-engine/run/format-plan";
import { mergeTexts } from "@groundwork/plop-engine/run/merge";
import { diskTree } from "@groundwork/plop-engine/tree";
import { currentEntityInput } from "../entity/recorded.ts";
import type { FieldInput } from "./input.ts";
import { renderings } from "./plan.ts";

/**
 * Merges the files of a plan that exist.
 * @throws FIELD_CONFLICT (4) with the lines of every place that people and the change have both changed
 */
export async function mergeField(plan: Plan, { root }: Io): Promise<Plan> {
  const input = plan.input as FieldInput;
  const tree = diskTree(root);
  const entity = currentEntityInput(input.table, tree);
  if (entity === null || plan.files.every(({ base }) => base === undefined)) return plan;
  const { before, after } = renderings({ entity, input }, tree);
  const textIn = (files: readonly { path: string; text: string }[], path: string) =>
    laidOut(root, path, files.find((file) => file.path === path)!.text);
  const problems: Problem[] = [];
  const merge = async (file: PlannedFile): Promise<PlannedFile> => {
    const { path, base } = file;
    if (base === undefined || file.before === null) return file;
    const [was, will] = await Promise.all([textIn(before.files, path), textIn(after.files, path)]);
    const { text, conflicts } = mergeTexts(was, file.before, will);
    problems.push(
      ...conflicts.map(({ line, theirs }) => ({
        code: "FIELD_CONFLICT",
        arg: `${path}:${line}`,
        message: `${path}:${line} was edited, and the change of the field needs the same lines.`,
        fix: theirs.join("\n"),
      })),
    );
    return { ...file, after: text, base: will };
  };
  const files = await Promise.all(plan.files.map(merge));
  if (problems.length > 0) throw new GeneratorError(4, problems);
  return { ...plan, files };
}

/** A rendered file as a new one would be written. */
async function laidOut(root: string, path: string, text: string): Promise<string> {
  const after = (await formatted(root, { path, before: null, after: text })) ?? text;
  return project().finish(path, after);
}
