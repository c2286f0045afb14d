// What is recorded of a run, as it is committed.
import type { Encoding, Fragment } from "./plan.ts";

/** One file of a run. */
export interface RecordedFile {
  path: string;
  /** The text before; null when there was none. */
  before: string | null;
  /** SHA-256 of the text after, in hex; null where the run deleted the file. */
  hash: string | null;
  /** What was rendered, of a file that is ours as a whole; absent for an edit. Merged files have more in them. */
  base?: string;
  /** What an edit added. */
  fragments: Fragment[];
  /** What an edit rendered again: code that an earlier run had added. */
  updates?: readonly Fragment[];
  /** What an edit took out. */
  taken?: readonly Fragment[];
  /** Of `before` and `base`, and of what the hash is of; default: `utf8`. */
  encoding?: Encoding;
}

/** What one of the generators did whose work a run did at once. */
export interface RunPart {
  command: string;
  /** What it was about: `tickets`. */
  subject?: string;
  input: unknown;
  /** As in a record; `before` says only whether there was a text: it is null or empty. */
  files: RecordedFile[];
}

export interface RunRecord {
  version: 1;
  /** A number that grows, and what was made: `0007-entity-tickets`. */
  id: string;
  command: string;
  input: unknown;
  files: RecordedFile[];
  /** Of a run that did the work of several generators: each of them, in their order. */
  parts?: RunPart[];
  /** Whether the run changed the project as a whole: undoing it is not checked either. */
  wholeProject?: boolean;
}
