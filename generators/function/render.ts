// The files of a function as its templates make them, and what they add to files that exist.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { type RenderedFile, renderAll } from "@groundwork/plop-engine/templates/render";
import { folderOf } from "../repository/folder.ts";
import type { FunctionModel } from "./model.ts";
import { type TestFile, viewOf } from "./view.ts";

/** Renders the module and the test of a function, each as a file that has nothing else. */
export function renderFunction(
  model: FunctionModel,
  file: TestFile,
): { module: RenderedFile; test: RenderedFile } {
  const view = viewOf(model, file);
  const files = renderAll(folderOf("function"), { view, helpers: {}, isWritten: () => true });
  const [module, test] = files;
  return { module: module!, test: test! };
}

/**
 * Splits a rendered file into what can be added to one that exists: each name that it imports, and one statement.
 * @param kind the kind of the statement: an export, or a block of tests
 * @param key the exported name, or the title of the block
 */
export function fragmentsOf({ path, text }: RenderedFile, kind: string, key: string): Fragment[] {
  const { program, code } = parseModule(path, text);
  const imports = program.body
    .filter(({ type }) => type === "ImportDeclaration")
    .flatMap(({ start, end }) => importFragments(code.slice(start, end)));
  const statement = { kind, key, text: "" };
  return [...imports, { ...statement, text: readFragment(path, text, statement)! }];
}
