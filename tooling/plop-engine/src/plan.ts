// The contracts of the engine: problems, edits, plans, and the tree that a plan reads.

/** One thing that is wrong with the input or with the tree. */
export interface Problem {
  /** A stable name, such as `TYPE_UNKNOWN`; `plop explain` describes it. */
  code: string;
  /** The argument that is wrong, as it was written, or the path of the file. */
  arg?: string;
  /** Where in the argument it is wrong: characters from its start. */
  at?: number;
  /** What is wrong, with which value. One sentence or a few. */
  message: string;
  /** What to do, for a person. Lines to paste, where a file cannot be edited. */
  fix?: string;
  /** The exact words of a command line that go in place of `arg`; none to leave it out. */
  replace?: readonly string[];
}

/** The same words as the fix for a person and as the replacement in the corrected command. */
export function instead(...words: string[]): Required<Pick<Problem, "fix" | "replace">> {
  return { fix: words.join(" "), replace: words };
}

/**
 * The exit code of a run that fails. With each of them, the files are unchanged or rolled back.
 * 1 a bug in the generator or a failure of the machine · 2 bad input · 3 conflict with what exists ·
 * 4 a file that cannot be edited · 5 a check failed afterwards · 6 `--check` found differences ·
 * 7 another run is in progress, or a file has uncommitted changes or was changed during the run.
 */
export type Exit = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The failure of a run, with all its problems at once. */
export class GeneratorError extends Error {
  readonly exit: Exit;
  readonly problems: readonly Problem[];

  constructor(exit: Exit, problems: Problem | readonly Problem[]) {
    const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(all.map(({ code, message }) => `${code}: ${message}`).join("\n"));
    this.name = "GeneratorError";
    this.exit = exit;
    this.problems = all;
  }
}

/**
 * What an edit can add to a file. Each kind has its place in a file, found in the syntax tree. These are the
 * engine's own; a project registers others by name.
 * - `import`: one name of an import. Key: `<specifier>#<name>`, `#* as <name>`, `#default as <name>`, or the specifier.
 * - `functionExport`: a statement at the end of a module that exports one thing. Key: the exported name.
 * - `testBlock`: a `describe` or `test` at the end of a test file. Key: its title.
 */
export type FragmentKind = "import" | "functionExport" | "testBlock" | (string & {});

/** What an edit adds, and the key that finds it again. The text is indented from column 0, with "\n". */
export interface Fragment {
  kind: FragmentKind;
  key: string;
  text: string;
}

/**
 * How a file is as a string: `utf8` as its text, `base64` for one that is no text, such as an image or an archive.
 */
export type Encoding = "utf8" | "base64";

/**
 * A whole file after the run. Paths are relative to the repository, with "/".
 * With fragments it is an edit of an existing file; without, a file of ours that is written whole.
 */
export interface PlannedFile {
  path: string;
  /** The text that the plan was made from; null when there is no such file. */
  before: string | null;
  after: string;
  /** What the edit adds, without fragments that the file already had, which an undo must not remove. */
  fragments: Fragment[];
  /** Never overwritten once it exists, even when unedited: tests. */
  protected?: boolean;
  /** Overwritten although a person wrote it: part of a change of the whole project. */
  replaces?: boolean;
  /**
   * Of a file in which changes of people are merged with what the generator renders: the rendered text alone.
   * It is recorded, so that a later run can merge again, and the file may be written although it was edited.
   */
  base?: string;
  /** Of an edit that renders code again: the code in its new form, which is recorded as `base` is. */
  updates?: readonly Fragment[];
  /** Of an edit that takes code out: that code, so that an undo can add it to a file that was edited since. */
  taken?: readonly Fragment[];
  /** Of `before` and `after`; default: `utf8`. */
  encoding?: Encoding;
}

/** A file that a run deletes, with the text that it has. */
export interface Removal {
  path: string;
  before: string;
  /** Of `before`; default: `utf8`. */
  encoding?: Encoding;
}

/** What a run is going to do, computed before anything is written. */
export interface Plan {
  /** The generator: `entity`, `function`. */
  command: string;
  /** What the run is about, for the name of its record: `tickets`, `tickets.archive`. */
  subject?: string;
  /** The normalized input of the generator: JSON that produces the same plan. */
  input: unknown;
  files: PlannedFile[];
  /** What the run deletes; default: nothing. */
  removals?: readonly Removal[];
  /** Of a run that does the work of several: the plan of each, on top of the one before. */
  parts?: readonly Plan[];
  /**
   * Whether it changes the project as a whole. Its packages have to be linked again afterwards, so neither the
   * run nor its undo is checked.
   */
  wholeProject?: boolean;
  /** What the run shows that writes nothing, instead of a summary: as data, and as lines for a person. */
  answer?: { data: unknown; text: readonly string[] };
  /** Whether the pages are written from the code also by a run that skips its checks; default: no. */
  writesPages?: boolean;
  /** Folders that are deleted once the run is final. Git ignores what is in them, and tools write it again. */
  leftovers?: readonly string[];
  /** The next steps for a person, as commands or sentences. */
  next: string[];
  /** Remarks about this plan. */
  notes: string[];
}

/** The files as a plan sees them: on disk, or in memory. Paths are relative to the repository, with "/". */
export interface Tree {
  /** The contents of a file, or null when there is none. */
  read(path: string, encoding?: Encoding): string | null;
  /** The names in a folder, sorted, folders with a trailing "/"; empty when there is none. */
  list(folder: string): string[];
}
