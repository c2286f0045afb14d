// Why a file cannot be edited, and what a person can do instead.
import type { Node } from "oxc-parser";
import { type Fragment, GeneratorError } from "../plan.ts";
import { type Source, lineOf } from "./source.ts";

/**
 * Makes the error of a file whose shape is not one that we edit.
 * @param source the module; or its path, for a file that is no module
 * @param why what is in the way, as the end of a sentence: "the argument of defineSchema() is …"
 * @param fragment what was to be added, for the person to paste
 * @param at where it is; absent when something is missing altogether
 * @returns SHAPE_UNSUPPORTED (4), to be thrown
 */
export function unsupported(
  source: Source | string,
  why: string,
  fragment: Fragment,
  at?: Node,
): GeneratorError {
  const path = typeof source === "string" ? source : source.path;
  const line = at && typeof source !== "string" ? ` (line ${lineOf(source.code, at.start)})` : "";
  return new GeneratorError(4, {
    code: "SHAPE_UNSUPPORTED",
    arg: path,
    message: `cannot edit ${path}: ${why}${line}.`,
    fix: fragment.text,
  });
}
