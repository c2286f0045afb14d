// What a run answers: one document for programs, from which the text for people is made too.
import type { Problem } from "../../plan.ts";

/** One file of a plan. `action` is what the plan does to it; `same` when it is so already. */
export interface FileReport {
  path: string;
  action: "create" | "edit" | "replace" | "remove" | "same";
  /** Of the text afterwards, in UTF-8; 0 for a removed file. */
  bytes: number;
  added: number;
  removed: number;
}

/** One check after the files were written. */
export interface CheckReport {
  name: string;
  ok: boolean;
  ms: number;
  /** What the tool printed, when it failed. */
  output?: string;
}

/** The answer to a command. With `ok: false` the tree is as it was before, unless `keptFailed`. */
export interface Envelope {
  ok: boolean;
  command: string;
  exit: number;
  /** The run in the history, when one was made. */
  run: string | null;
  /** False when a plan was only shown. */
  written?: boolean;
  /** What the generator was asked for, normalised. */
  input?: unknown;
  files?: FileReport[];
  /** Paths that needed no change. */
  skipped?: string[];
  /** Paths that stand in the way. */
  refused?: string[];
  /** Reference pages that were written anew: they follow the code, and are of no run. */
  refreshed?: string[];
  checks?: CheckReport[];
  keptFailed?: true;
  /** Unified diffs, with `--diff`. */
  diff?: string;
  undo?: string;
  next?: string[];
  notes?: string[];
  /** What became of a run before this one that had not come to its end. */
  recovered?: string[];
  errors?: (Problem & { stack?: string })[];
  /** A command that is complete, where this one was not. */
  retry?: string;
  /** What commands that tell something tell. */
  data?: unknown;
  /** The same as lines for a person; not part of the JSON. */
  text?: readonly string[];
}

/** The document as it is printed: one line, so that a reader may go by lines. */
export function toJson({ text: _text, ...envelope }: Envelope): string {
  return `${JSON.stringify(envelope)}\n`;
}
