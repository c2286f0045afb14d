// The files of a function as its templates make them.
import { type RenderedFile, renderAll } from "@groundwork/plop-engine/templates/render";
import { folderOf } from "../repository/settings.ts";
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
