// Plans edits of existing files, and reports all that cannot be edited at once.
import {
  type Fragment,
  GeneratorError,
  type PlannedFile,
  type Problem,
  type Tree,
} from "../plan.ts";
import { addFragments } from "./fragments.ts";

/** Fragments for one file. */
export interface FileEdit {
  path: string;
  fragments: readonly Fragment[];
}

/**
 * Plans to add fragments to files. What already exists, by its key, stays as it is.
 * @param tree where the files are read
 * @param edits which fragments go where
 * @returns the files that change, each with the fragments that it gets
 * @throws FILE_MISSING, SHAPE_UNSUPPORTED or SYNTAX_ERROR (4), NAME_TAKEN (3): of all files together
 */
export function planEdits(tree: Tree, edits: readonly FileEdit[]): PlannedFile[] {
  const planned: PlannedFile[] = [];
  const problems: Problem[] = [];
  let exit: GeneratorError["exit"] = 3;
  for (const { path, fragments } of edits) {
    try {
      const file = planEdit(tree, path, fragments);
      if (file !== null) planned.push(file);
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      if (error.exit !== 3) exit = error.exit;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new GeneratorError(exit, problems);
  return planned;
}

function planEdit(tree: Tree, path: string, fragments: readonly Fragment[]): PlannedFile | null {
  const before = tree.read(path);
  if (before === null) {
    throw new GeneratorError(4, {
      code: "FILE_MISSING",
      arg: path,
      message: `there is no ${path} to edit.`,
      fix: fragments.map(({ text }) => text).join("\n"),
    });
  }
  const { text, added } = addFragments(path, before, fragments);
  return added.length === 0 ? null : { path, before, after: text, fragments: added };
}
