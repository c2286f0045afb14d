// What tests read of a plan.
import { GeneratorError, type Plan, type Tree } from "../plan.ts";

/** The tree as it is once a plan is written. */
export function after(plan: Plan, tree: Tree): Tree {
  const texts = new Map(plan.files.map((file) => [file.path, file.after]));
  return { ...tree, read: (path) => texts.get(path) ?? tree.read(path) };
}

/** A file as a plan leaves it. Throws where the plan has no such file. */
export function textOf(plan: Plan, path: string): string {
  return plan.files.find((file) => file.path === path)!.after;
}

/** The text of the first fragment of a kind that a plan writes to a file. */
export function fragment(plan: Plan, path: string, kind: string): string {
  const file = plan.files.find((file) => file.path === path)!;
  return file.fragments.find((one) => one.kind === kind)!.text;
}

/** What planning is refused for, as exit code and code: `3 EXPORT_TAKEN`. Nothing where it is not refused. */
export function codesOf(plan: () => Plan): string[] {
  try {
    plan();
    return [];
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return error.problems.map(({ code }) => `${error.exit} ${code}`);
  }
}
