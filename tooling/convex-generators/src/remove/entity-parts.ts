// Everything that is an entity's: files of its own, and code in files of others.
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import type { Fragment, PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { isAsWritten, readRuns } from "@groundwork/plop-engine/run/history";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { layout } from "../repository/layout.ts";
import { withoutFragments } from "../update/without-run.ts";
import { livingRuns } from "../entity/model/runs.ts";
import type { Subject } from "./entity-subject.ts";

export interface Parts {
  /** The files that go, sorted. */
  gone: readonly string[];
  /** Path → code that leaves a file which stays. */
  code: ReadonlyMap<string, readonly Fragment[]>;
}

/**
 * Collects what entities have in the repository.
 * @param withUsers whether what other generators made for their rows counts
 */
export function partsOf(subjects: readonly Subject[], tree: Tree, withUsers: boolean): Parts {
  const code = new Map<string, Fragment[]>();
  const gone = new Set<string>();
  const add = (path: string, fragments: readonly Fragment[]) =>
    code.set(path, [...(code.get(path) ?? []), ...fragments]);
  for (const { table, runs, users, rendered } of subjects) {
    gone.add(`${layout.entities}/${table}.json`);
    for (const { path } of rendered?.files ?? []) gone.add(path);
    for (const { path, fragments } of rendered?.edits ?? []) add(path, fragments);
    for (const { files } of withUsers ? [...runs, ...users] : runs) {
      for (const { path, fragments } of files) add(path, fragments);
    }
    for (const path of runs.flatMap(createdBy)) gone.add(path);
    if (withUsers) for (const run of users) for (const path of untouched(run, tree)) gone.add(path);
  }
  for (const path of gone) code.delete(path);
  return { gone: [...gone].filter((path) => tree.read(path) !== null).sort(), code };
}

function createdBy({ files }: RunRecord): string[] {
  return files.flatMap(({ path, before, hash }) => (before === null && hash !== null ? path : []));
}

/** Files of a run that nobody has added anything to. */
function untouched(run: RunRecord, tree: Tree): string[] {
  const others = livingRuns(readRuns(tree)).filter(({ id }) => id !== run.id);
  return createdBy(run).filter((path) => {
    const text = tree.read(path);
    const file = run.files.find((one) => one.path === path)!;
    if (text === null || !isAsWritten(text, file)) return false;
    return !others.some(({ files }) => files.some((other) => other.path === path));
  });
}

/**
 * Plans to take code out of the files that stay.
 * @returns the files that change
 */
export function cutFiles({ code }: Parts, tree: Tree): PlannedFile[] {
  return [...code].flatMap(([path, fragments]): PlannedFile[] => {
    const before = tree.read(path);
    if (before === null || fragments.length === 0) return [];
    const after = withoutFragments(path, before, once(fragments));
    if (after === before) return [];
    const taken = once(fragments).flatMap((fragment) => {
      const text = readFragment(path, before, fragment);
      const isKept = text === null || readFragment(path, after, fragment) !== null;
      return isKept ? [] : [{ ...fragment, text }];
    });
    return [{ path, before, after, fragments: [], replaces: true, taken }];
  });
}

function once(fragments: readonly Fragment[]): Fragment[] {
  return [...new Map(fragments.map((one) => [`${one.kind} ${one.key}`, one])).values()];
}
