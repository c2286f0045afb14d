// Changes all files or none. Everything is staged first, then recorded in the journal, then moved into
// place. Until the journal is removed, every exit restores the earlier files.
import { existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type Disk, errorCode } from "../disk.ts";
import { removeFragments } from "../edit/fragments.ts";
import {
  type Change,
  type Journal,
  beginJournal,
  endJournal,
  hasJournal,
  makeStaging,
  readJournal,
  stagedPath,
} from "./journal.ts";
import { places } from "../places.ts";
import { type Lock, takeLock } from "./lock.ts";
import { type Encoding, GeneratorError } from "../plan.ts";
import type { Pages } from "../pages.ts";
import { checkPaths } from "../paths.ts";
import { project } from "../project.ts";
import { pathTaken, readContents } from "../tree.ts";

/** The exclusive right to change the tree. */
export interface Session {
  root: string;
  disk: Disk;
  state: string;
  lock: Lock;
  /** What happened to an interrupted run, as sentences. */
  notes: string[];
}

type Place = Pick<Session, "root" | "disk" | "state">;

/** Changes that are in place, and not final yet. */
export interface PendingChanges {
  /** Makes them final. */
  keep(): void;
  /** Rolls them back. Returns what could not be, because it was edited since, as sentences. */
  restore(): string[];
}

/**
 * Takes the lock of a repository, and rolls back an interrupted run.
 * @param root the repository's absolute path
 * @throws LOCKED (7), PATH_TAKEN (3), JOURNAL_BROKEN (4)
 */
export function openSession(root: string, disk: Disk): Session {
  const state = join(root, places.state);
  makeState(state);
  const lock = takeLock(state);
  try {
    const journal = readJournal(state);
    const session: Session = { root, disk, state, lock, notes: [] };
    if (journal !== null) {
      session.notes.push(`The run "${journal.title}" was interrupted and has been rolled back.`);
      session.notes.push(...restore(session, journal));
    }
    return session;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeState(state: string): void {
  try {
    mkdirSync(state, { recursive: true });
  } catch (error) {
    const code = errorCode(error);
    if (code !== "EEXIST" && code !== "ENOTDIR") throw asGeneratorError(error);
    throw pathTaken(places.state, "folder");
  }
}

/**
 * Changes files. When this returns, all of them are in place; when it throws, none is.
 * @param title what the run is, for a person
 * @param changes the files, each with the text it has to have before
 *   Folders that are left empty go with the last file that was in them, as git knows no empty ones.
 * @param pages pages that are going to be written from the code before the changes are final
 * @throws STALE (7) for a file with another text than `before`, all of `checkPaths`,
 *   WRITE_FAILED (1) when the disk refuses
 */
export function makeChanges(
  session: Session,
  title: string,
  changes: readonly Change[],
  pages?: Pages,
): PendingChanges {
  const { root, disk, state, lock } = session;
  checkPaths(
    root,
    changes.map(({ path }) => path),
  );
  assertCurrent(root, changes);
  const journal: Journal = {
    version: 1,
    title,
    changes: changes.map((change) => ({ ...change, mode: modeOf(join(root, change.path)) })),
    folders: foldersAbove(changes.filter(({ after }) => after !== null)).filter(
      (folder) => !existsSync(join(root, folder)),
    ),
    emptied: foldersAbove(changes.filter(({ after }) => after === null)).toReversed(),
    ...(pages !== undefined && { pages }),
  };
  const pending: PendingChanges = {
    keep: () => endJournal(disk, state),
    restore: () => restore(session, journal),
  };
  let isOurs = false;
  try {
    stage(disk, state, journal);
    lock.assertHeld();
    isOurs = true;
    beginJournal(disk, state, journal);
    perform(session, journal);
    return pending;
  } catch (error) {
    if (isOurs && hasJournal(state)) rollBack(pending, error);
    throw asGeneratorError(error);
  }
}

/**
 * Rolls changes back because of an error.
 * @throws RESTORE_FAILED (1) when that also fails; the journal stays for the next start
 */
export function rollBack(pending: PendingChanges, because: unknown): string[] {
  try {
    return pending.restore();
  } catch (error) {
    throw new GeneratorError(1, {
      code: "RESTORE_FAILED",
      message: `The run failed (${messageOf(because)}), and so did its rollback (${messageOf(error)}).`,
      fix: "Fix the cause and run any generator: it resumes the rollback first.",
    });
  }
}

function stage(disk: Disk, state: string, { changes }: Journal): void {
  makeStaging(disk, state);
  for (const [index, { before, after, mode, encoding }] of changes.entries()) {
    const rights = mode ?? undefined;
    if (after !== null) disk.create(stagedPath(state, index, "new"), after, rights, encoding);
    // A full disk may be why the run fails, so the rollback must not need space.
    if (before !== null) disk.create(stagedPath(state, index, "old"), before, rights, encoding);
  }
  disk.sync(dirname(stagedPath(state, 0, "new")));
}

function perform({ root, disk, state }: Session, journal: Journal): void {
  for (const folder of journal.folders) disk.makeFolder(join(root, folder));
  for (const [index, change] of journal.changes.entries()) {
    const target = join(root, change.path);
    // Checked again: an editor may have saved the file meanwhile.
    assertCurrent(root, [change]);
    if (change.after === null) disk.remove(target);
    else disk.move(stagedPath(state, index, "new"), target);
  }
  for (const folder of journal.emptied) {
    if (isEmpty(join(root, folder))) disk.removeFolder(join(root, folder));
  }
  syncParents(root, disk, journal);
}

/** Restores every file from the journal. It can be repeated after an interruption. */
function restore({ root, disk, state }: Session, journal: Journal): string[] {
  const notes: string[] = [];
  for (const folder of journal.emptied.toReversed()) {
    if (!existsSync(join(root, folder))) disk.makeFolder(join(root, folder));
  }
  for (const [index, change] of journal.changes.entries()) {
    const { path, before, after } = change;
    const target = join(root, path);
    const current = readContents(target, path, change.encoding);
    if (current === before) continue;
    if (current !== after) {
      const kept = restoreEdited({ root, disk, state }, change, current);
      if (kept !== null) notes.push(kept);
    } else if (before === null) {
      disk.remove(target);
    } else if (existsSync(stagedPath(state, index, "old"))) {
      disk.move(stagedPath(state, index, "old"), target);
    } else {
      replace({ root, disk, state }, { ...change, contents: before });
    }
  }
  if (journal.pages !== undefined) restorePages({ root, disk, state }, journal.pages);
  for (const folder of journal.folders.toReversed()) {
    if (isEmpty(join(root, folder))) disk.removeFolder(join(root, folder));
  }
  syncParents(root, disk, journal);
  endJournal(disk, state);
  return notes;
}

/** Nobody edits these pages, so their current text is from the run. */
function restorePages(place: Place, before: Pages): void {
  for (const [path, current] of Object.entries(project().pages.read(place.root))) {
    const text = before[path];
    if (text === undefined) place.disk.remove(join(place.root, path));
    else if (text !== current) replace(place, { path, contents: text });
  }
  for (const [path, text] of Object.entries(before)) {
    if (!existsSync(join(place.root, path))) replace(place, { path, contents: text });
  }
}

/** Restores a file that was edited since: only what the run added is removed. */
function restoreEdited(
  place: Place,
  change: Journal["changes"][number],
  current: string | null,
): string | null {
  if (current === null) return null;
  const { path, fragments } = change;
  const kept = `${path} was edited meanwhile, and was left as it is.`;
  try {
    const { text, changed } = removeFragments(path, current, fragments);
    if (text === current) return fragments.length === 0 ? kept : null;
    replace(place, { path, contents: text, mode: change.mode });
    return changed.length > 0 ? kept : null;
  } catch (error) {
    if (error instanceof GeneratorError) return kept;
    throw error;
  }
}

interface Replacement {
  path: string;
  contents: string;
  mode?: number | null;
  encoding?: Encoding;
}

/** Writes a file in one step, under a name of its own first. */
function replace(
  { root, disk, state }: Place,
  { path, contents, mode = modeOf(join(root, path)), encoding }: Replacement,
): void {
  const draft = join(state, "draft");
  if (existsSync(draft)) disk.remove(draft);
  disk.create(draft, contents, mode ?? undefined, encoding);
  disk.move(draft, join(root, path));
}

function assertCurrent(root: string, changes: readonly Change[]): void {
  const stale = changes.filter(
    ({ path, before, encoding }) => readContents(join(root, path), path, encoding) !== before,
  );
  if (stale.length === 0) return;
  throw new GeneratorError(
    7,
    stale.map(({ path, before }) => ({
      code: "STALE",
      arg: path,
      message:
        before === null
          ? `${path} came into being while the run was planned.`
          : `${path} was changed while the run was planned.`,
      fix: "Run the command again.",
    })),
  );
}

/** The folders that some files are in, outer ones first. */
function foldersAbove(changes: readonly Change[]): string[] {
  const parts = changes.map(({ path }) => path.split("/").slice(0, -1));
  const folders = parts.flatMap((names) => names.map((_, at) => names.slice(0, at + 1).join("/")));
  return [...new Set(folders)].sort();
}

function syncParents(root: string, disk: Disk, { changes }: Journal): void {
  const parents = new Set(changes.map(({ path }) => join(root, posix.dirname(path))));
  for (const parent of parents) {
    if (existsSync(parent)) disk.sync(parent);
  }
}

function modeOf(path: string): number | null {
  const mode = lstatSync(path, { throwIfNoEntry: false })?.mode;
  return mode === undefined ? null : mode & 0o777;
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Explains an error of the file system. Other errors stay as they are. */
function asGeneratorError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const reasons: Record<string, string> = {
    ENOSPC: "there is no room left on the disk",
    EDQUOT: "there is no room left on the disk",
    EACCES: "that is not allowed",
    EPERM: "that is not allowed",
    EROFS: "it can only be read",
    EXDEV: `${places.state} is on another disk than the repository`,
  };
  const { path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const what = dest ?? path ?? "the files";
  return new GeneratorError(1, {
    code: "WRITE_FAILED",
    message: `Cannot write ${what}: ${reasons[code] ?? messageOf(error)}. Nothing was changed.`,
  });
}
