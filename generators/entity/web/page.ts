import type { FileEdit } from "../../lib/edit/plan.ts";
import type { Tree } from "../../lib/model.ts";
import type { EntityModel } from "../model.ts";
import type { NewFile } from "../plan.ts";
export function pageFiles(_model: EntityModel): NewFile[] {
  return [];
}
export function pageEdits(_model: EntityModel, _tree: Tree): FileEdit[] {
  return [];
}
