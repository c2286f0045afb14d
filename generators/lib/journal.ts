// What a run is about to do, written down before it does it, so that the next start can take it back.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Disk, errorCode } from "./disk.ts";
import type { Fragment } from "./model.ts";

/** A file that a run changes: from one text to another, null where there is no file. */
export interface Change {
  path: string;
  before: string | null;
  after: string | null;
  /** What an edit adds; empty for a file that is written whole, or removed. */
  fragments: readonly Fragment[];
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
}

const FILE = "journal.json";
const STAGING = "staging";

/**
 * Reads the journal of a run that did not come to its end.
 * @param state the folder of the journal, an absolute path
 * @returns null when there is none. One that is not whole was never begun with, and is none either.
 */
export function readJournal(state: string): Journal | null {
  try {
    return JSON.parse(readFileSync(join(state, FILE), "utf8")) as Journal;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether a run did not come to its end. Quick, for every start. */
export function hasJournal(state: string): boolean {
  return existsSync(join(state, FILE));
}

/** Writes the journal: from here on, a run that dies is taken back. */
export function beginJournal(disk: Disk, state: string, journal: Journal): void {
  const draft = join(state, STAGING, FILE);
  disk.create(draft, JSON.stringify(journal));
  disk.move(draft, join(state, FILE));
  disk.sync(state);
}

/** Removes the journal: from here on, what the run did stays, or what it took back stays so. */
export function endJournal(disk: Disk, state: string): void {
  disk.remove(join(state, FILE));
  // It is over by now, and must not seem to have failed. If the power goes before the disk knows of
  // it, the next start takes the run back: that is whole, too.
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
