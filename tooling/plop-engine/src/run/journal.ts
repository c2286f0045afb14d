// What a run is about to do, written down before it does it, so that the next start can roll it back.
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
 * @returns null when there is none. One that is not whole was never begun with, and is none either.
 * @throws JOURNAL_BROKEN (4) for something else in its place
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
  // It is over by now, and must not seem to have failed. If the power goes before the disk knows of
  // it, the next start rolls the run back: that is consistent, too.
  ignoring(() => disk.sync(state));
  dropStaging(state);
}

/** Makes an empty folder for files in the making. */
export function makeStaging(disk: Disk, state: string): void {
  dropStaging(state);
  disk.makeFolder(join(state, STAGING));
}

/** Where the text of a change waits: the one to come, or the one to go back to. */
export function stagedPath(state: string, index: number, which: "new" | "old"): string {
  return join(state, STAGING, `${index}.${which}`);
}

/** What is left there is of no use to anybody, so nothing depends on this to succeed. */
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
