// Records what a run is about to do, so that the next start can roll back an interrupted run.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Disk, errorCode } from "../disk.ts";
import { places } from "../places.ts";
import { type Encoding, type Fragment, GeneratorError } from "../plan.ts";
import type { Pages } from "../pages.ts";

/** A file that a run changes: from one text to another, null where there is no file. */
export interface Change {
  path: string;
  before: string | null;
  after: string | null;
  /** What an edit adds; empty for a file that is written whole, or removed. */
  fragments: readonly Fragment[];
  /** Of `before` and `after`; default: `utf8`. */
  encoding?: Encoding;
}

export interface Journal {
  version: 1;
  /** What the run was, for a person: `entity tickets`. */
  title: string;
  changes: (Change & { /** The file's rights before, as its mode. */ mode: number | null })[];
  /** Folders that the run makes, outer ones first, relative to the repository. */
  folders: string[];
  /** Folders that the run removes when they are empty, inner ones first. */
  emptied: string[];
  /** Pages that the run generates from the code, as they were; absent where it writes none. */
  pages?: Pages;
}

const FILE = "journal.json";
const STAGING = "staging";

/**
 * Reads the journal of an interrupted run.
 * @param state the folder of the journal, an absolute path
 * @returns null when there is none. An incomplete journal counts as none: its run changed nothing.
 * @throws JOURNAL_BROKEN (4) when it is not a journal
 */
export function readJournal(state: string): Journal | null {
  let journal: unknown;
  try {
    journal = JSON.parse(readFileSync(join(state, FILE), "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    if (errorCode(error) === "EISDIR") throw broken();
    throw error;
  }
  if (isJournal(journal)) return journal;
  throw broken();
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== "object" || value === null) return false;
  const { version, title, changes, folders, emptied } = value as Partial<Journal>;
  return (
    version === 1 &&
    typeof title === "string" &&
    [changes, folders, emptied].every((list) => Array.isArray(list))
  );
}

function broken(): GeneratorError {
  const path = `${places.state}/${FILE}`;
  return new GeneratorError(4, {
    code: "JOURNAL_BROKEN",
    arg: path,
    message: `${path} is not a journal that the generators wrote, so an interrupted run cannot be rolled back.`,
    fix: `Restore by hand what "git status" shows, and remove ${path}.`,
  });
}

/** Whether a run was interrupted. Quick, for every start. */
export function hasJournal(state: string): boolean {
  return existsSync(join(state, FILE));
}

/** Writes the journal: from here on, a run that dies is rolled back. */
export function beginJournal(disk: Disk, state: string, journal: Journal): void {
  const draft = join(state, STAGING, FILE);
  disk.create(draft, JSON.stringify(journal));
  disk.move(draft, join(state, FILE));
  disk.sync(state);
}

/** Removes the journal: from here on, the run is final, or its rollback is. */
export function endJournal(disk: Disk, state: string): void {
  disk.remove(join(state, FILE));
  // The run is over and must not seem to have failed. After a power failure before this reaches the disk, the
  // next start rolls the run back, which is also consistent.
  ignoring(() => disk.sync(state));
  dropStaging(state);
}

/** Creates an empty folder for staged files. */
export function makeStaging(disk: Disk, state: string): void {
  dropStaging(state);
  disk.makeFolder(join(state, STAGING));
}

/** The path of a staged text: the new one, or the one to restore. */
export function stagedPath(state: string, index: number, which: "new" | "old"): string {
  return join(state, STAGING, `${index}.${which}`);
}

/** Nothing uses the remaining files, so this may fail. */
function dropStaging(state: string): void {
  ignoring(() => rmSync(join(state, STAGING), { recursive: true, force: true }));
}

function ignoring(act: () => void): void {
  try {
    act();
  } catch {
    return;
  }
}
