// Adds fragments to files and removes them again, each kind with its editor.
import { type Fragment, type FragmentKind, GeneratorError, type Problem } from "../plan.ts";
import type { FragmentEditor } from "../fragment-editor.ts";
import { importEditor } from "./imports.ts";
import { project } from "../project.ts";
import { exportEditor, testBlockEditor } from "./statements.ts";

const ownEditors: Readonly<Record<string, FragmentEditor>> = {
  import: importEditor,
  functionExport: exportEditor,
  testBlock: testBlockEditor,
};

function editorOf(kind: FragmentKind): FragmentEditor {
  const editor = ownEditors[kind] ?? project().editors[kind];
  if (editor === undefined) throw new Error(`No editor for fragments of the kind "${kind}".`);
  return editor;
}

/** The result of adding fragments to a file. */
export interface Edited {
  text: string;
  /** Those that were added. */
  added: Fragment[];
  /** Those whose key already exists in the file: they stay as they are. */
  present: Fragment[];
}

/**
 * Adds the fragments that a file lacks.
 * @param path the file's path in the repository, by which errors name it and its language is known
 * @throws SHAPE_UNSUPPORTED or SYNTAX_ERROR (4) with all lines to paste, NAME_TAKEN (3)
 */
export function addFragments(path: string, text: string, fragments: readonly Fragment[]): Edited {
  const edited: Edited = { text, added: [], present: [] };
  const problems: Problem[] = [];
  let exit: GeneratorError["exit"] = 4;
  for (const fragment of fragments) {
    const editor = editorOf(fragment.kind);
    try {
      if (editor.has(path, edited.text, fragment)) {
        edited.present.push(fragment);
        continue;
      }
      edited.text = editor.add(path, edited.text, fragment);
      edited.added.push(fragment);
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      exit = error.exit;
      problems.push(...error.problems);
    }
  }
  if (problems.length === 0) return edited;
  throw new GeneratorError(exit, asOne(problems, fragments, edited.present));
}

/** Merges the refusals of one file: the first says why, and all lines are to be pasted. */
function asOne(
  problems: readonly Problem[],
  fragments: readonly Fragment[],
  present: readonly Fragment[],
): Problem[] {
  const refused = problems.find(({ code }) => code === "SHAPE_UNSUPPORTED");
  if (refused === undefined) return problems.slice(0, 1);
  const lines = fragments.filter((fragment) => !present.includes(fragment));
  const paste = lines.map(({ text }) => text).join("\n");
  const others = problems.filter(({ code }) => code !== "SHAPE_UNSUPPORTED");
  return [{ ...refused, fix: paste }, ...others];
}

/**
 * Reads the code that a file has under a fragment's key.
 * @returns null when it has none
 */
export function readFragment(path: string, text: string, fragment: Fragment): string | null {
  return editorOf(fragment.kind).read(path, text, fragment);
}

/** The result of removing fragments from a file. */
export interface Removed {
  text: string;
  /** Those that the rest of the file uses by now, such as imports. */
  kept: Fragment[];
  /** Those that were edited by hand. They stay as they are. */
  changed: Fragment[];
}

/**
 * Removes fragments from a file, found by their keys. Fragments that are gone are skipped.
 * @param fragments as they were added
 * @throws SHAPE_UNSUPPORTED or SYNTAX_ERROR (4)
 */
export function removeFragments(
  path: string,
  text: string,
  fragments: readonly Fragment[],
): Removed {
  const removed: Removed = { text, kept: [], changed: [] };
  // Imports come last, after the code that uses them.
  const imports = fragments.filter(({ kind }) => kind === "import");
  const others = fragments.filter(({ kind }) => kind !== "import");
  for (const fragment of [...others.toReversed(), ...imports.toReversed()]) {
    const editor = editorOf(fragment.kind);
    const current = editor.read(path, removed.text, fragment);
    if (current === null) continue;
    if (!editor.isSame(current, fragment.text)) {
      removed.changed.push(fragment);
      continue;
    }
    const without = editor.remove(path, removed.text, fragment);
    if (without === null) removed.kept.push(fragment);
    else removed.text = without;
  }
  return removed;
}
