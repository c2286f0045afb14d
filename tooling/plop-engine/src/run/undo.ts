// Undoes a run: byte for byte where its files are unchanged, and elsewhere only what it added, found by
// its key. When that would lose later edits, nothing is undone.
import { type RunOptions, settle } from "./apply.ts";
import { realDisk } from "../disk.ts";
import { addFragments, removeFragments } from "../edit/fragments.ts";
import { parseModule } from "../edit/source.ts";
import {
  findRun,
  hashOf,
  isAsWritten,
  readHistory,
  recordPath,
  recordText,
  runsIn,
} from "./history.ts";
import type { Change } from "./journal.ts";
import { formatted } from "./format-plan.ts";
import { places } from "../places.ts";
import { type Fragment, GeneratorError, type Problem, type Tree } from "../plan.ts";
import { project } from "../project.ts";
import { makeChanges, openSession } from "./transaction.ts";
import { diskTree } from "../tree.ts";
import type { RecordedFile, RunRecord } from "../run-record.ts";

/** The changes of an undo. */
export interface UndoPlan {
  record: RunRecord;
  /** The files that change, the run's own record last. */
  changes: Change[];
  notes: string[];
}

/**
 * Plans to undo a run, without touching anything.
 * @param tree the repository
 * @param id the run, or the start of its id; default: the latest
 * @throws RUN_UNKNOWN or RUN_AMBIGUOUS (2), RUN_NEEDED (3), FILE_EDITED (3) naming every file in the way
 */
export function planUndo(tree: Tree, id?: string): UndoPlan {
  const records = readHistory(tree);
  const record = findRun(records, id);
  refuseNeeded(record, records);
  const others = records.filter((other) => other !== record);
  const plan: UndoPlan = { record, changes: [], notes: [] };
  const problems: Problem[] = [];
  const heirs = new Map<RunRecord, RunRecord>();
  for (const file of record.files) {
    const { path, encoding } = file;
    const current = tree.read(path, encoding);
    const { after, problem, kept, note } = undoFile(file, current, later(records, record, file));
    if (problem) problems.push(problem);
    if (note) plan.notes.push(note);
    if (after !== current) {
      plan.changes.push({
        path,
        before: current,
        after,
        fragments: [],
        ...(encoding && { encoding }),
      });
    }
    bequeath(kept, file.path, others, heirs);
  }
  if (problems.length > 0) throw new GeneratorError(3, problems);
  for (const [before, after] of heirs) {
    const path = recordPath(before.id);
    plan.changes.push({ path, before: tree.read(path), after: recordText(after), fragments: [] });
  }
  const path = recordPath(record.id);
  plan.changes.push({ path, before: tree.read(path), after: null, fragments: [] });
  return plan;
}

/** Refuses to undo a run while newer ones depend on it, before anything is changed. */
function refuseNeeded(record: RunRecord, records: readonly RunRecord[]): void {
  const needing = records
    .slice(records.indexOf(record) + 1)
    .map((newer) => ({ id: newer.id, what: neededBy(newer, record) }))
    .filter(({ what }) => what !== undefined);
  if (needing.length === 0) return;
  throw new GeneratorError(
    3,
    needing.toReversed().map(({ id, what }) => ({
      code: "RUN_NEEDED",
      arg: id,
      message: `${id} refers to "${what}", which ${record.id} created.`,
      fix: `pnpm plop undo ${id}`,
    })),
  );
}

/** What an older run made that any part of a newer one refers to. */
function neededBy(newer: RunRecord, older: RunRecord): string | undefined {
  const needs = runsIn(newer).map((part) => project().dependency(part, older));
  return needs.find((what) => what !== undefined);
}

/**
 * Undoes a run.
 * @param root the repository's absolute path
 * @param id the run, or the start of its id; default: the latest
 * @throws what `planUndo` and `makeChanges` throw, and what the check throws; nothing is undone then
 */
export async function undoRun(
  root: string,
  id?: string,
  options: Pick<RunOptions, "check" | "disk" | "pages"> = {},
): Promise<UndoPlan> {
  const session = openSession(root, options.disk ?? realDisk);
  try {
    const plan = await laidOut(root, planUndo(diskTree(root), id));
    const title = `undo ${plan.record.id}`;
    const pending = makeChanges(session, title, plan.changes, options.pages?.());
    await settle(session, pending, plan.changes, options);
    return { ...plan, notes: [...session.notes, ...plan.notes] };
  } finally {
    session.lock.release();
  }
}

/** Formats the remaining files. */
async function laidOut(root: string, plan: UndoPlan): Promise<UndoPlan> {
  const changes = plan.changes.map(async (change) => {
    const isRecord = change.path.startsWith(`${places.runs}/`);
    return isRecord ? change : { ...change, after: await formatted(root, change) };
  });
  return { ...plan, changes: await Promise.all(changes) };
}

interface UndoneFile {
  after: string | null;
  problem?: Problem;
  note?: string;
  /** What was kept, because the rest of the file uses it. */
  kept: Fragment[];
}

function undoFile(file: RecordedFile, current: string | null, since: RunRecord[]): UndoneFile {
  const { path, before, hash, fragments, taken = [] } = file;
  if (current === before) return { after: current, kept: [] };
  if (current === null && hash === null) return { after: before, kept: [] };
  if (current === null) return { after: null, kept: [], note: `${path} was gone already.` };
  if (hashOf(current) === hash) return { after: before, kept: [] };
  // Reformatting a generated file does not count as an edit.
  if (before === null && isAsWritten(current, file)) return { after: null, kept: [] };
  if (fragments.length + taken.length === 0)
    return { after: current, kept: [], problem: edited(path, since) };
  try {
    if (taken.length > 0) return { after: addFragments(path, current, taken).text, kept: [] };
    const { text, kept, changed } = removeFragments(path, current, fragments);
    if (changed.length > 0) {
      const again = since.filter(({ files }) =>
        files.some((other) => other.path === path && other.updates !== undefined),
      );
      const problem = again.length > 0 ? edited(path, again) : fragmentEdited(path, changed);
      return { after: current, kept: [], problem };
    }
    if (/\.[jt]sx?$/.test(path)) parseModule(path, text);
    const names = kept.map(({ key }) => `"${key}"`).join(", ");
    const note = `${path} keeps the import of ${names}, which it needs elsewhere.`;
    return { after: text, kept, ...(kept.length > 0 ? { note } : {}) };
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return { after: current, kept: [], problem: error.problems[0]! };
  }
}

/** The runs after one that changed a file, too. */
function later(records: readonly RunRecord[], record: RunRecord, { path }: RecordedFile) {
  return records
    .slice(records.indexOf(record) + 1)
    .filter(({ files }) => files.some((file) => file.path === path));
}

function edited(path: string, since: readonly RunRecord[]): Problem {
  const ids = since.map(({ id }) => id);
  const latest = ids.at(-1);
  return {
    code: "FILE_EDITED",
    arg: path,
    message:
      latest === undefined
        ? `${path} was edited since it was generated, and undoing the run would lose that.`
        : `${path} was changed by ${ids.join(", ")} since, and perhaps by hand.`,
    fix:
      latest === undefined
        ? `Move what you want to keep, delete ${path}, then run the command again.`
        : `pnpm plop undo ${latest}`,
  };
}

function fragmentEdited(path: string, changed: readonly Fragment[]): Problem {
  const keys = changed.map(({ key }) => `"${key}"`).join(", ");
  return {
    code: "FILE_EDITED",
    arg: path,
    message: `${keys} in ${path} was edited since it was generated, and removing it would lose that edit.`,
    fix: `Remove ${keys} from ${path} by hand, then run the command again.`,
  };
}

/** Passes a fragment on to the run that uses it, so that it is removed when that run is undone. */
function bequeath(
  kept: readonly Fragment[],
  path: string,
  others: readonly RunRecord[],
  heirs: Map<RunRecord, RunRecord>,
): void {
  if (kept.length === 0) return;
  const heir = others.findLast(({ files }) => files.some((file) => isEdit(file, path)));
  if (heir === undefined) return;
  const grown = structuredClone(heirs.get(heir) ?? heir);
  grown.files.find((file) => isEdit(file, path))!.fragments.push(...kept);
  heirs.set(heir, grown);
}

function isEdit(file: RecordedFile, path: string): boolean {
  return file.path === path && file.fragments.length > 0;
}
