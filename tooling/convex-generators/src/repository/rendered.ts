// Files as templates make them, and what they add to files that exist.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import {
  type Fragment,
  GeneratorError,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import type { RenderedFile } from "@groundwork/plop-engine/templates/render";
import { layout } from "./layout.ts";

/** What of a rendered file goes into one that exists. */
export interface Parts {
  /** The kind of its statements: exports, or blocks of tests. */
  kind: "functionExport" | "testBlock";
  /** The exported names, or the titles of the blocks. */
  keys: readonly string[];
}

/** Splits a rendered file into what can be added to one that exists: each name that it imports, and its statements. */
export function fragmentsOf({ path, text }: RenderedFile, { kind, keys }: Parts): Fragment[] {
  const { program, code } = parseModule(path, text);
  const imports = program.body
    .filter(({ type }) => type === "ImportDeclaration")
    .flatMap(({ start, end }) => importFragments(code.slice(start, end)));
  const statements = keys.map((key) => {
    const statement = { kind, key, text: "" };
    return { ...statement, text: readFragment(path, text, statement)! };
  });
  return [...imports, ...statements];
}

/** Adds to a file that is there, or writes a new one that has only this. */
export function planRendered(tree: Tree, file: RenderedFile, parts: Parts): PlannedFile[] {
  const { path, text } = file;
  if (tree.read(path) === null) return [{ path, before: null, after: text, fragments: [] }];
  return planEdits(tree, [{ path, fragments: fragmentsOf(file, parts) }]);
}

/**
 * Exports may be there already, as they would be written; something else under one of their names is a conflict.
 * @param file the module as it is rendered
 * @param names what it exports
 * @returns whether one of them is there
 * @throws EXPORT_TAKEN (3)
 */
export function areExportsThere(tree: Tree, file: RenderedFile, names: readonly string[]): boolean {
  const { path } = file;
  const written = tree.read(path);
  if (written === null) return false;
  const statements = fragmentsOf(file, { kind: "functionExport", keys: names });
  return statements
    .filter(({ kind }) => kind === "functionExport")
    .map((statement) => {
      const current = readFragment(path, written, statement);
      if (current === null) return false;
      if (isSameCode(current, statement.text, (code) => code)) return true;
      throw exportTaken(path, statement.key, "another");
    })
    .includes(true);
}

/** The refusal of a name under which a module exports something already. */
export function exportTaken(path: string, name: string, which: "another" | "a"): GeneratorError {
  return new GeneratorError(3, {
    code: "EXPORT_TAKEN",
    arg: `${path.slice(`${layout.convex}/`.length, -".ts".length)}.${name}`,
    message: `${path} exports ${which} "${name}" already.`,
    fix: "Edit that one, or give the new function another name.",
  });
}

/**
 * Makes sure that a file has nothing else under the key of a fragment.
 * @param refusal what is wrong otherwise
 * @param wrap makes a module of the fragment's text
 * @throws GeneratorError (3)
 */
export function assertSameOrNew(
  tree: Tree,
  path: string,
  fragment: Fragment,
  refusal: { code: string; arg: string; message: string; fix: string },
  wrap: (code: string) => string = (code) => code,
): void {
  const current = tree.read(path);
  const there = current === null ? null : readFragment(path, current, fragment);
  if (there !== null && !isSameCode(there, fragment.text, wrap)) {
    throw new GeneratorError(3, refusal);
  }
}
