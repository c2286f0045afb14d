// The error for a file that cannot be edited, with the lines to paste by hand.
import type { Node } from "oxc-parser";
import { type Fragment, GeneratorError } from "../plan.ts";
import { type Source, lineOf } from "./source.ts";

/**
 * Creates the error for a file whose shape the editors do not support.
 * @param source the module; or its path, for a file that is no module
 * @param why the obstacle, as the end of a sentence: "the argument of defineSchema() is …"
 * @param fragment the code that could not be added, for a person to paste
 * @param at where the obstacle is; absent when something is missing
 * @returns SHAPE_UNSUPPORTED (4), for the caller to throw
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
