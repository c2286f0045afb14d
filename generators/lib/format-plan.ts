// Lays planned code out where the templates alone cannot: where a long name makes a line too long.
// The templates write everything else as the formatter would, so it is rarely loaded.
import { join } from "node:path";
import { withLintNote } from "./lint-note.ts";
import type { Plan, PlannedFile } from "./model.ts";

/** The width of the formatter, as `.prettierrc.json` has it. */
const WIDTH = 100;

/**
 * Formats the files of a plan that have a line which is too long, and notes on those of ours that have too
 * many lines for the lint. A file that was there is formatted
 * only when it was as the formatter has it, so that no line changes that is not ours.
 * @param root the repository's absolute path
 */
export async function formatPlan(root: string, plan: Plan): Promise<Plan> {
  const files = await Promise.all(
    plan.files.map(async (file) => {
      const laidOut = isTooWide(file) ? await formatFile(root, file) : file;
      const isOurs = file.before === null && file.fragments.length === 0;
      return isOurs ? { ...laidOut, after: withLintNote(file.path, laidOut.after) } : laidOut;
    }),
  );
  return { ...plan, files };
}

function isTooWide({ path, before, after }: PlannedFile): boolean {
  if (before === after || !/\.tsx?$/.test(path) || path.includes("/_generated/")) return false;
  const known = new Set(before?.split("\n"));
  return after.split("\n").some((line) => line.length > WIDTH && !known.has(line));
}

async function formatFile(root: string, file: PlannedFile): Promise<PlannedFile> {
  const prettier = await import("prettier");
  const filepath = join(root, file.path);
  const options = { ...(await prettier.resolveConfig(filepath)), filepath };
  if (file.before !== null && file.fragments.length > 0) {
    if (!(await prettier.check(file.before, options))) return file;
  }
  return { ...file, after: await prettier.format(file.after, options) };
}
