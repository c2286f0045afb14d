// What a project registers with the engine.
import type { Envelope } from "./envelope.ts";
import type { Request } from "./request.ts";
import type { Command } from "./command.ts";
import type { Generator } from "./generator.ts";
import type { Inquirer } from "./inquirer.ts";
import type { Io } from "./io.ts";
import type { FragmentEditor } from "./fragment-editor.ts";
import type { Finding } from "./finding.ts";
import type { PlannedFile, Tree } from "./plan.ts";
import type { PagesWriter } from "./pages.ts";
import type { CheckStep } from "./check-step.ts";
import type { RunRecord } from "./run-record.ts";

/** A generator as a command, loaded on demand. */
export interface RegisteredGenerator {
  command: Command;
  load(): Promise<Generator>;
  /** Asks for the input that was not given, and returns all of it. */
  ask(inquirer: Inquirer, io: Io, given: object): Promise<object>;
}

/** A command of a project that plans nothing: it reads, and answers. */
export interface RegisteredCommand {
  command: Command;
  /**
   * Runs it, with arguments that have no problems.
   * @throws GeneratorError, which becomes the answer
   */
  run(request: Request): Promise<Envelope>;
}

export interface Project {
  /** In the order of the help. */
  generators: readonly RegisteredGenerator[];
  /** Commands that only read, in the order of the help. */
  commands?: readonly RegisteredCommand[];
  /** What `schema` describes besides the inputs of generators, as JSON Schema by its name. */
  schemas?: Readonly<Record<string, () => Promise<object>>>;
  /** The editor of each kind of fragment, besides `import`, `functionExport` and `testBlock`. */
  editors: Readonly<Record<string, FragmentEditor>>;
  /** Error code → what it means and what to do, for `explain`. */
  explanations: Readonly<Record<string, string>>;
  /** The checks of the files of a plan; the ones that explain a mistake best come first. */
  checksOf(files: readonly PlannedFile[], tree: Tree): CheckStep[];
  pages: PagesWriter;
  /** What `doctor` inspects besides the engine's own files. */
  inspect(root: string, tree: Tree): Finding[];
  /** Changes the text of a new file after it is formatted. */
  finish(path: string, text: string): string;
  /** Names what an older run created and a newer one refers to; undefined when there is nothing. */
  dependency(newer: RunRecord, older: RunRecord): string | undefined;
}

let current: Project | undefined;

/** Sets the project of this process. Call it once, before anything is planned. */
export function useProject(project: Project): void {
  current = project;
}

/**
 * The project of this process.
 * @throws Error when `useProject` was not called
 */
export function project(): Project {
  if (current === undefined) throw new Error("No project: call useProject first.");
  return current;
}
