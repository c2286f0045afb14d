// Runs a generator: reads the input, plans, writes, and checks the result.
import { applyPlan, recoverUnfinished } from "../../run/apply.ts";
import { uncommitted } from "../../run/dirty.ts";
import { formatPlan } from "../../run/format-plan.ts";
import { readHistory } from "../../run/history.ts";
import {
  type Exit,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
} from "../../plan.ts";
import type { RefreshedPages } from "../../pages.ts";
import { project } from "../../project.ts";
import { diskTree } from "../../tree.ts";
import { verifyPlan } from "../../run/verify.ts";
import { readArguments } from "../input/arguments.ts";
import { flagsOf } from "../input/commands.ts";
import { countChanges, unifiedDiff } from "../answer/diff.ts";
import type { Envelope, FileReport } from "../../envelope.ts";
import type { Generator, Missing } from "../../generator.ts";
import type { Request } from "../../request.ts";
import { readInput } from "../input/input.ts";
import { mayAsk } from "../questions/interactive.ts";
import type { Io } from "../../io.ts";
import { loadGenerator } from "../input/load-generator.ts";
import { CommandError } from "../answer/outcome.ts";
import { chosenChecks, postChecks, withChecks } from "./post-checks.ts";
import { type Typed, retryOf } from "./retry.ts";

/** Runs the command of a generator. */
export async function generate(request: Request): Promise<Envelope> {
  const { io } = request;
  const generator = await loadGenerator(request.command.name);
  let input: object;
  const args = withChecks(request.args);
  try {
    input = await readInput(request, generator);
  } catch (error) {
    throw withProblems(error, args.problems);
  }
  const { from, ...flags } = args.flags;
  // JSON has been checked against its shape.
  const isWhole = from !== undefined && generator.fromText === undefined;
  const missing = isWhole ? [] : generator.missing(input);
  const isAsked = missing.length > 0 || (from !== undefined && !isWhole);
  const examples = missing.flatMap(({ example }) => example);
  const typed = {
    command: request.command,
    argv: request.argv,
    generator,
    tree: diskTree(io.root),
  };
  if (isAsked && args.problems.length === 0 && mayAsk({ ...io, flags })) {
    // What a text says is judged as it is shown.
    if (from === undefined) refuseAlready(typed, missing);
    const { askForInput } = await import("../questions/ask.ts");
    return await askForInput(request, input);
  }
  // A flag without its value is already among the problems.
  const unreported = missing.filter(
    ({ problem }) => !args.problems.some(({ arg }) => arg?.split(/[ =]/)[0] === problem.arg),
  );
  const problems = [
    ...args.problems,
    ...unreported.map(({ problem, example }) => ({ fix: example.join(" "), ...problem })),
  ];
  if (problems.length > 0) {
    // A conflict may come from the example that stands for a missing value.
    const exits: Exit[] = missing.length === 0 ? [2, 3] : [2];
    const error = planError(typed, missing.length === 0 ? input : completed(typed, examples));
    const found = error !== null && exits.includes(error.exit) ? error.problems : [];
    // An example value that is refused itself belongs to a problem that is already reported.
    const more = found.filter(
      ({ code }) => !unreported.some(({ problem }) => problem.code === code),
    );
    const retry = retryOf(typed, [...args.problems, ...more], examples);
    throw new CommandError(2, [...problems, ...more], { ...(retry !== undefined && { retry }) });
  }
  return await runGenerator(request, generator, input);
}

/**
 * Plans, and then shows, checks or writes, depending on the flags.
 * @param input complete, though perhaps wrong
 */
export async function runGenerator(
  request: Request,
  generator: Generator,
  input: object,
): Promise<Envelope> {
  const { args, io, command } = request;
  const { flags } = args;
  const recovered = recover(io);
  const plan = await planOf(request, generator, input);
  const changed = changesOf(plan, verifyPlan(plan, readHistory(diskTree(io.root))));
  const envelope: Envelope = {
    ok: true,
    command: command.name,
    exit: 0,
    run: null,
    written: false,
    input: plan.input,
    files: reportFiles(plan),
    skipped: plan.files.filter(({ before, after }) => before === after).map(({ path }) => path),
    refused: [],
    next: [],
    notes: plan.notes,
    recovered,
  };
  if (plan.answer !== undefined) return { ...envelope, ...plan.answer };
  if (flags.diff !== undefined) envelope.diff = diffOf(changed, flags.diff);
  if (flags.check !== undefined && changed.length > 0) {
    throw new CommandError(6, [notGenerated(changed)], { ...envelope, ok: false, exit: 6 });
  }
  if (flags.diff !== undefined || flags["dry-run"] !== undefined || flags.check !== undefined) {
    return { ...envelope, notes: [...plan.notes, ...dirtyNotes(request, changed)] };
  }
  const complete = (await generator.complete?.(plan, io)) ?? plan;
  const files = reportFiles(complete);
  return await write(request, generator, complete, { ...envelope, files });
}

/** What a run would refuse that is only shown. */
function dirtyNotes({ args, io }: Request, changed: readonly FileChange[]): string[] {
  if (args.flags["allow-dirty"] !== undefined) return [];
  const paths = uncommitted(io.root, changed);
  return paths.map((path) => `${path} has uncommitted changes: commit them before the run.`);
}

/** Rolls back an interrupted run, and reports it on stderr. */
export function recover({ root, stderr }: Io): string[] {
  const notes = recoverUnfinished(root);
  for (const note of notes) stderr.write(`${note}\n`);
  return notes;
}

async function write(
  request: Request,
  generator: Generator,
  plan: Plan,
  envelope: Envelope,
): Promise<Envelope> {
  const { args, io } = request;
  const kinds = plan.wholeProject ? [] : chosenChecks(args);
  const checks = postChecks(io, [...plan.files, ...removedFiles(plan)], kinds);
  const writesPages = kinds.length > 0 || plan.writesPages === true;
  let pages: RefreshedPages | undefined;
  try {
    const { record, notes } = await applyPlan(io.root, plan, {
      allowDirty: args.flags["allow-dirty"] !== undefined,
      keepFailed: args.flags["keep-failed"] !== undefined,
      ...(writesPages && { pages: () => project().pages.read(io.root) }),
      check: async () => {
        await generator.settle?.(plan, io);
        await checks.run();
        if (writesPages) pages = await project().pages.refresh(io.root, false);
      },
    });
    const id = record?.id ?? null;
    const next = plan.next.filter(
      (step) =>
        pages === undefined ||
        pages.left.includes(step) ||
        !project().pages.commands.includes(step),
    );
    return {
      ...envelope,
      run: id,
      written: record !== null,
      refreshed: pages?.changed ?? [],
      checks: checks.reports,
      notes: [...(envelope.notes ?? []), ...notes],
      next: record === null ? [] : next,
      ...(id !== null && { undo: `pnpm plop undo ${id}` }),
    };
  } catch (error) {
    if (!(error instanceof GeneratorError) || error.exit !== 5) throw error;
    throw new CommandError(5, error.problems, {
      files: envelope.files ?? [],
      checks: checks.reports,
      ...(args.flags["keep-failed"] !== undefined && { keptFailed: true as const }),
    });
  }
}

/** The formatted plan. Bad input is reported together with a corrected command. */
export async function planOf(
  { command, argv, io, args }: Request,
  generator: Generator,
  input: object,
): Promise<Plan> {
  const tree = diskTree(io.root);
  try {
    const plan = await formatPlan(io.root, generator.plan(input, tree));
    return (await generator.refine?.(plan, io)) ?? plan;
  } catch (error) {
    const isCorrectable = args.flags.from === undefined && error instanceof GeneratorError;
    if (!isCorrectable || error.exit !== 2) throw error;
    const retry = retryOf({ command, argv, generator, tree }, error.problems);
    if (retry === undefined) throw error;
    throw new CommandError(2, error.problems, { retry });
  }
}

/** The error of planning an input; null when there is none. */
function planError({ generator, tree }: Typed, input: object): GeneratorError | null {
  try {
    generator.plan(input, tree);
    return null;
  } catch (error) {
    if (error instanceof GeneratorError) return error;
    throw error;
  }
}

/** The input with an example for each missing value, so that the rest can be checked. */
function completed({ command, argv, generator }: Typed, examples: readonly string[]): object {
  return generator.fromArguments(readArguments(command, flagsOf(command), [...argv, ...examples]));
}

/**
 * Refuses input that no answer can correct, before anything is asked.
 * @throws GeneratorError (2) or (3)
 */
function refuseAlready(typed: Typed, missing: readonly Missing[]): void {
  const error = planError(
    typed,
    completed(
      typed,
      missing.flatMap(({ example }) => example),
    ),
  );
  // Conflicts of an example name do not matter.
  const isNamed = !missing.some(({ problem }) => problem.arg?.endsWith("name>"));
  if (error === null || (error.exit !== 2 && !(isNamed && error.exit === 3))) return;
  const wrong = error.problems.filter(({ code }) => !typed.generator.answerable.includes(code));
  if (wrong.length > 0) throw new GeneratorError(error.exit, wrong);
}

/** What a plan does to each file. */
export function reportFiles(plan: Plan): FileReport[] {
  const written: FileReport[] = plan.files.map(({ path, before, after, fragments }) => ({
    path,
    action:
      before === null
        ? "create"
        : before === after
          ? "same"
          : fragments.length > 0
            ? "edit"
            : "replace",
    bytes: Buffer.byteLength(after),
    ...countChanges(before, after),
  }));
  const removed = (plan.removals ?? []).map(({ path, before }) => ({
    path,
    action: "remove" as const,
    bytes: 0,
    ...countChanges(before, null),
  }));
  return [...written, ...removed];
}

/** A file as it is and as it will be; null where there is none. */
interface FileChange {
  path: string;
  before: string | null;
  after: string | null;
}

/** Everything that a plan writes and removes. */
export function changesOf(
  { removals = [] }: Plan,
  written: readonly PlannedFile[],
): readonly FileChange[] {
  return [...written, ...removals.map(({ path, before }) => ({ path, before, after: null }))];
}

/** Removed files need no check of their own, but their packages do. */
function removedFiles({ removals = [] }: Plan): PlannedFile[] {
  return removals.map(({ path, before }) => ({ path, before, after: "", fragments: [] }));
}

/** Changes as a unified diff; with `only`, of that file. */
export function diffOf(files: readonly FileChange[], only: unknown): string {
  if (typeof only === "string" && !files.some(({ path }) => path === only)) {
    throw new GeneratorError(2, {
      code: "DIFF_PATH",
      arg: `--diff=${only}`,
      message: `the plan does not change "${only}". It changes ${files.map(({ path }) => path).join(", ") || "nothing"}.`,
    });
  }
  return files
    .filter(({ path }) => typeof only !== "string" || path === only)
    .map(({ path, before, after }) => unifiedDiff(path, before, after))
    .join("");
}

function notGenerated(changed: readonly FileChange[]): Problem {
  return {
    code: "CHECK_DIFFERS",
    message: `${changed.length} files differ from what this command would write: ${changed.map(({ path }) => path).join(", ")}.`,
    fix: "Run the command without --check.",
  };
}

/** An error together with the problems found before it. */
function withProblems(error: unknown, problems: readonly Problem[]): unknown {
  if (!(error instanceof GeneratorError) || problems.length === 0) return error;
  return new GeneratorError(error.exit, [...problems, ...error.problems]);
}
