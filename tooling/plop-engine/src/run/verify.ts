// Checks whether a plan may be applied: every file parses, every edit keeps all tokens, every path is inside
// the repository, and nothing that a person wrote or changed is overwritten.
import { parseSync } from "oxc-parser";
import { readFragment } from "../edit/fragments.ts";
import { parseModule } from "../edit/source.ts";
import { missingToken, tokensOf } from "../edit/tokens.ts";
import { ownerOf } from "./history.ts";
import { type Exit, GeneratorError, type Plan, type PlannedFile, type Problem } from "../plan.ts";
import { foldedPath, pathProblem } from "../paths.ts";
import type { RunRecord } from "../run-record.ts";

/**
 * Checks a plan without touching anything.
 * @param records the runs so far, which show the files that were generated
 * @returns the files of the plan that change
 * @throws all problems of one kind at once: PATH_OUTSIDE (2), else FILE_EXISTS, FILE_EDITED or PATH_TWIN (3),
 *   else PLAN_UNSOUND (1), a bug in the generator
 */
export function verifyPlan(plan: Plan, records: readonly RunRecord[]): PlannedFile[] {
  // Of a merged file, what was rendered is recorded also when it comes out as it was.
  const files = plan.files.filter(
    ({ before, after, base }) => before !== after || base !== undefined,
  );
  const found = [
    ...[...files, ...(plan.removals ?? [])].flatMap(({ path }) => refused(2, pathProblem(path))),
    ...twins(files),
    ...files.flatMap((file) => refused(3, overwriteProblem(file, records))),
    ...files.flatMap((file) =>
      soundnessProblems(file).map((problem) => ({ exit: 1 as const, problem })),
    ),
  ];
  // Bad input causes the other problems, so it is reported alone.
  const exit = ([2, 3, 1] as const).find((exit) => found.some((one) => one.exit === exit));
  if (exit === undefined) return files;
  throw new GeneratorError(
    exit,
    found.filter((one) => one.exit === exit).map(({ problem }) => problem),
  );
}

interface Refused {
  exit: Exit;
  problem: Problem;
}

function refused(exit: Exit, problem: Problem | null): Refused[] {
  return problem === null ? [] : [{ exit, problem }];
}

function twins(files: readonly PlannedFile[]): Refused[] {
  return files.flatMap(({ path }, index) => {
    const twin = files.slice(0, index).find((other) => foldedPath(other.path) === foldedPath(path));
    if (twin === undefined) return [];
    const message = `The plan writes "${path}" and "${twin.path}", which are one file on macOS and Windows.`;
    return refused(3, { code: "PATH_TWIN", arg: path, message });
  });
}

/** Only unedited generated files may be overwritten, and tests never. */
function overwriteProblem(file: PlannedFile, records: readonly RunRecord[]): Problem | null {
  const { path, before, fragments } = file;
  const isMerged = file.base !== undefined || file.updates !== undefined;
  if (before === null || fragments.length > 0 || file.replaces || isMerged) return null;
  const owner = ownerOf(records, path, before);
  if (owner === "ours" && !file.protected) return null;
  if (owner === "theirs") {
    return {
      code: "FILE_EXISTS",
      arg: path,
      message: `${path} already exists, and no generator wrote it.`,
      fix: "Choose another name, or move the file away.",
    };
  }
  return {
    code: "FILE_EDITED",
    arg: path,
    message:
      owner === "edited"
        ? `${path} was edited since it was generated, so it is not overwritten.`
        : `${path} holds tests, which are never overwritten.`,
    fix: `Change ${path} by hand.`,
  };
}

/** Bugs of the generator: code that does not parse, an edit that loses something. */
function soundnessProblems(file: PlannedFile): Problem[] {
  const { path, before, after, fragments } = file;
  const problem = (message: string): Problem => ({ code: "PLAN_UNSOUND", arg: path, message });
  try {
    const broken = syntaxError(path, after);
    if (broken !== null) return [problem(`${path} would not parse: ${broken}.`)];
    if (before === null || fragments.length === 0) return [];
    const missing = fragments.filter((fragment) => readFragment(path, after, fragment) === null);
    const lost = lostWord(path, before, after);
    return [
      ...missing.map(({ key }) => problem(`${path} would not have "${key}".`)),
      ...(lost === null ? [] : [problem(`${path} would lose ${JSON.stringify(lost)}.`)]),
    ];
  } catch (error) {
    if (error instanceof GeneratorError) return [problem(error.problems[0]!.message)];
    throw error;
  }
}

function syntaxError(path: string, text: string): string | null {
  // TypeScript's configuration may have comments and trailing commas, as an expression may.
  if (/(^|\/)tsconfig[^/]*\.json$/.test(path)) {
    return parseSync("tsconfig.js", `(${text})`).errors[0]?.message ?? null;
  }
  if (path.endsWith(".json")) {
    try {
      JSON.parse(text);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
  if (!isModule(path)) return null;
  const { errors } = parseSync(path, text, { sourceType: "module", showSemanticErrors: true });
  return errors[0]?.message ?? null;
}

/** The first token of a file that an edit would lose; null when it keeps them all. */
function lostWord(path: string, before: string, after: string): string | null {
  const words = (text: string) =>
    isModule(path) ? tokensOf(parseModule(path, text)) : text.split(/[\s|-]+/).filter(Boolean);
  return missingToken(words(after), words(before));
}

function isModule(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}
