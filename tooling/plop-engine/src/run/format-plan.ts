// Formats code with the prettier configuration of the repository, found from the path of each file.
import { join } from "node:path";
import type { Plan } from "../plan.ts";
import { project } from "../project.ts";

/** A file before and after; null where there is none. */
interface Written {
  path: string;
  before: string | null;
  after: string | null;
}

/**
 * Formats the files of a plan, and finishes new files as the project does.
 * @param root the repository's absolute path
 */
export async function formatPlan(root: string, plan: Plan): Promise<Plan> {
  const files = await Promise.all(
    plan.files.map(async (file) => {
      const after = (await formatted(root, file)) ?? file.after;
      const isOurs = file.before === null && file.fragments.length === 0;
      return { ...file, after: isOurs ? project().finish(file.path, after) : after };
    }),
  );
  return { ...plan, files };
}

/**
 * Formats a file. An existing file is formatted only when it was formatted before, so that no other line
 * changes. Ignored files stay as they are.
 * @param root the repository's absolute path
 * @returns its text; null for a file that is to be removed
 */
export async function formatted(
  root: string,
  { path, before, after }: Written,
): Promise<string | null> {
  if (after === null || before === after) return after;
  const prettier = await import("prettier");
  const filepath = join(root, path);
  const ignorePath = join(root, ".prettierignore");
  const { ignored, inferredParser } = await prettier.getFileInfo(filepath, { ignorePath });
  if (ignored || inferredParser === null) return after;
  const options = {
    ...(await prettier.resolveConfig(filepath, { editorconfig: true })),
    filepath,
  };
  if (before !== null && !(await prettier.check(before, options))) return after;
  return await prettier.format(after, options);
}
