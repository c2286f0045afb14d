// What is wrong with answers that are not all given yet.
import { GeneratorError, type Problem } from "../../plan.ts";

/**
 * Collects what a reading of the answers so far says against them.
 * @param read reads them, together with examples of what is to be asked yet
 */
export function problemsOf(read: () => unknown): readonly Problem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof GeneratorError) return error.problems;
    throw error;
  }
}
