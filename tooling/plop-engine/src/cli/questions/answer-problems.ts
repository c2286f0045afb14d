// Checks answers while some are still missing.
import { GeneratorError, type Problem } from "../../plan.ts";

/**
 * Collects the problems of the answers so far.
 * @param read parses them, with examples in place of missing answers
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
