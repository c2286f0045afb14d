// The repository as it would be if a run had not been.
import { readFragment, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { WHOLE_CHANGE } from "../entity/field-steps.ts";
import type { Fragment, Tree } from "@groundwork/plop-engine/plan";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";

/**
 * Takes out what a run wrote, edited or not, and the files that updates and changes of fields created.
 * @param records the runs so far
 */
export function withoutRun(tree: Tree, run: RunRecord, records: readonly RunRecord[]): Tree {
  const created = records
    .filter(({ command }) => ["update", "field", WHOLE_CHANGE].includes(command))
    .flatMap(({ files }) => files.filter(({ before }) => before === null));
  const whole = [...run.files.filter(({ base }) => base !== undefined), ...created];
  const removals = whole.flatMap(({ path }) => {
    const before = tree.read(path);
    return before === null ? [] : [{ path, before }];
  });
  const files = run.files.flatMap(({ path, fragments }) => {
    const before = tree.read(path);
    if (before === null || fragments.length === 0) return [];
    return [{ path, before, after: withoutFragments(path, before, fragments), fragments: [] }];
  });
  return plannedTree(tree, { files, removals });
}

/** A file without fragments, as they are by now: what was edited goes, too. */
export function withoutFragments(
  path: string,
  text: string,
  fragments: readonly Fragment[],
): string {
  const current = fragments.flatMap((fragment) => {
    const own = readFragment(path, text, fragment);
    return own === null ? [] : [{ ...fragment, text: own }];
  });
  return removeFragments(path, text, current).text;
}
