// Formats code with the prettier configuration of the repository, found from the path of each file.
import { join } from "node:path";
import type { Options } from "prettier";
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
  if (plan.parts === undefined) return { ...plan, files };
  const laid = new Map(plan.files.map(({ path, after }, at) => [path + after, files[at]!.after]));
  return {
    ...plan,
    files,
    parts: await Promise.all(plan.parts.map(async (part) => await formatPart(root, part, laid))),
  };
}

/**
 * Formats what a part of a run writes as a whole. Of what it adds to other files, only that is recorded.
 * @param laid path and text → the text as it is laid out already
 */
async function formatPart(
  root: string,
  part: Plan,
  laid: ReadonlyMap<string, string>,
): Promise<Plan> {
  const files = part.files.map(async (file) => {
    const { path, before, after } = file;
    if (before !== null) return file;
    const text = laid.get(path + after) ?? (await formatted(root, file)) ?? after;
    return { ...file, after: laid.has(path + after) ? text : project().finish(path, text) };
  });
  return { ...part, files: await Promise.all(files) };
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
    // It says the language alone; the same text is laid out alike in every copy of the repository.
    filepath: path,
  };
  if (before !== null && (await laidOut(before, options)) !== before) return after;
  return await laidOut(after, options);
}

/** What was laid out last, by text and options: files that a process plans for again are as they were. */
const known = new Map<string, Promise<string>>();
const KEPT = 500;

async function laidOut(text: string, options: Options): Promise<string> {
  const keyOf = (of: string) => `${JSON.stringify(options)}\0${of}`;
  const { format } = await import("prettier");
  const found = known.get(keyOf(text)) ?? format(text, options);
  keep(keyOf(text), found);
  // What was laid out stays as it is: an edit of a file that was just written need not ask again.
  keep(keyOf(await found), found);
  return await found;
}

function keep(key: string, text: Promise<string>): void {
  known.delete(key);
  known.set(key, text);
  if (known.size > KEPT) known.delete(known.keys().next().value!);
}
