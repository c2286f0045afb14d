// The answer of a command: one JSON document, from which the text for people is made too.
import type { Problem } from "./plan.ts";

/** One file of a plan. `action` is what the plan does to it; `same` when it needs no change. */
export interface FileReport {
  path: string;
  action: "create" | "edit" | "replace" | "remove" | "same";
  /** Of the text afterwards, in UTF-8; 0 for a removed file. */
  bytes: number;
  added: number;
  removed: number;
}

/** One check that ran after the files were written. */
export interface CheckReport {
  name: string;
  ok: boolean;
  ms: number;
  /** What the tool printed, when it failed. */
  output?: string;
}

/** The answer of a command. With `ok: false` the files are unchanged, unless `keptFailed`. */
export interface Envelope {
  ok: boolean;
  command: string;
  exit: number;
  /** The id of the run in the history; null when nothing was recorded. */
  run: string | null;
  /** False when the plan was only shown. */
  written?: boolean;
  /** The normalized input of the generator. */
  input?: unknown;
  files?: FileReport[];
  /** Paths that needed no change. */
  skipped?: string[];
  /** Paths that prevent the run. */
  refused?: string[];
  /** Reference pages that were generated again. They follow the code and belong to no run. */
  refreshed?: string[];
  checks?: CheckReport[];
  keptFailed?: true;
  /** Unified diffs, with `--diff`. */
  diff?: string;
  undo?: string;
  next?: string[];
  notes?: string[];
  /** How an interrupted earlier run was rolled back, as sentences. */
  recovered?: string[];
  errors?: (Problem & { stack?: string })[];
  /** A complete command that replaces an incomplete or wrong one. */
  retry?: string;
  /** The result of a command that only reads: `list`, `schema`, `explain`, `doctor`, `history`. */
  data?: unknown;
  /** `data` as lines for a person; not part of the JSON. */
  text?: readonly string[];
}

/** The document as it is printed: one line, so that a program can read line by line. */
export function toJson({ text: _text, ...envelope }: Envelope): string {
  return `${JSON.stringify(envelope)}\n`;
}
