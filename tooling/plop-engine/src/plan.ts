// The contracts between the parts of the generators: what a run plans, what an edit adds, what may go wrong.

/** One thing that is wrong with the input or with the tree. */
export interface Problem {
  /** A stable name, such as `TYPE_UNKNOWN`; `plop explain` tells more about it. */
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

/** The same words for a person and for the command that works. */
export function instead(...words: string[]): Required<Pick<Problem, "fix" | "replace">> {
  return { fix: words.join(" "), replace: words };
}

/**
 * How a run ends when it does not succeed. The tree is as it was before, with every one of them.
 * 1 a fault of the generator or of the machine · 2 bad input · 3 conflict with what exists ·
 * 4 a file whose shape cannot be edited · 5 a check failed afterwards · 6 `--check` found differences ·
 * 7 another run has the lock, or a file has changes that are not committed or came in meanwhile.
 */
export type Exit = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A run that cannot go on, with everything that is wrong at once. */
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

/** What an edit adds, and by which key it is found again. Text is of our own, indented from column 0, with "\n". */
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
  /** What the edit adds. What stood there already is not among them, as it is not ours to remove. */
  fragments: Fragment[];
  /** Never written over once it exists, even when nobody has edited it: tests. */
  protected?: boolean;
  /** Written over although a person wrote it: part of a change of the whole project. */
  replaces?: boolean;
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

/** What one run is going to do. Made without touching anything. */
export interface Plan {
  /** The generator: `entity`, `function`. */
  command: string;
  /** What the run is about, for the name of its record: `tickets`, `tickets.archive`. */
  subject?: string;
  /** What the generator was asked for, normalised: JSON that makes the same plan again. */
  input: unknown;
  files: PlannedFile[];
  /** What the run deletes; default: nothing. */
  removals?: readonly Removal[];
  /**
   * Whether it changes the project as a whole. Its packages have to be linked again afterwards, so neither the
   * run nor its undo is checked.
   */
  wholeProject?: boolean;
  /** Folders that are deleted once the run is final. Git ignores what is in them, and tools write it again. */
  leftovers?: readonly string[];
  /** What is left for a person to do, as commands or sentences. */
  next: string[];
  /** What is worth knowing about this plan. */
  notes: string[];
}

/** The files as a plan sees them: on disk, or in memory. Paths are relative to the repository, with "/". */
export interface Tree {
  /** The contents of a file, or null when there is none. */
  read(path: string, encoding?: Encoding): string | null;
  /** The names in a folder, sorted, folders with a trailing "/"; empty when there is none. */
  list(folder: string): string[];
}
