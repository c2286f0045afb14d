// Plans to render slices again, and merges the result into what people made of them.
import { loadGenerator } from "@groundwork/plop-engine/cli/input/load-generator";
import type { Io } from "@groundwork/plop-engine/io";
import { GeneratorError, type Plan, type Problem, type Tree } from "@groundwork/plop-engine/plan";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { diskTree } from "@groundwork/plop-engine/tree";
import { entityChangers } from "../entity/field-steps.ts";
import type { EntityInput } from "../entity/input.ts";
import { withFieldRuns } from "../entity/recorded.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import type { UpdateInput } from "./input.ts";
import { type FileConflict, Merging } from "./merging.ts";
import { chosenRuns, repeatableRuns, subjectOf } from "./slices.ts";
import { withoutRun } from "./without-run.ts";

/**
 * Plans which runs are rendered again. `mergeUpdate` renders them: that needs the formatter.
 * @throws UPDATE_UNKNOWN (2)
 */
export function planUpdate({ runs = [], keepEdits }: UpdateInput, tree: Tree): Plan {
  chosenRuns(tree, runs);
  return {
    command: "update",
    ...(runs.length > 0 && { subject: runs.join(" ") }),
    input: { ...(runs.length > 0 && { runs }), ...(keepEdits && { keepEdits }) },
    files: [],
    next: [],
    notes: [],
  };
}

/**
 * Renders the runs again, one after the other, and merges each into the repository.
 * @returns the plan with the files that change
 * @throws UPDATE_REFUSED (3) for runs that cannot be rendered any more, UPDATE_CONFLICT (3) for each place where
 *   both an edit and the template changed the same lines, unless `keepEdits`
 */
export async function mergeUpdate(plan: Plan, { root }: Io): Promise<Plan> {
  const { runs = [], keepEdits = false } = plan.input as UpdateInput;
  const disk = diskTree(root);
  const records = readRuns(disk);
  const merging = new Merging(root, disk, records);
  const refused: Problem[] = [];
  for (const run of chosenRuns(disk, runs)) {
    const changed = changedBy(run, records);
    if (changed !== undefined) merging.notes.push(changed);
    else {
      refused.push(...(await mergeRun(root, run, { merging, records })));
    }
  }
  if (refused.length > 0) throw new GeneratorError(3, refused);
  if (merging.conflicts.length > 0 && !keepEdits) {
    throw new GeneratorError(3, merging.conflicts.map(conflictProblem));
  }
  const kept = merging.conflicts.map(({ path, line }) => `${path}:${line} keeps its edited lines.`);
  const files = await merging.planned();
  const next = files.length === 0 ? [] : [referenceCommand(), snapshotCommand()];
  return { ...plan, files, next, notes: [...merging.notes, ...kept] };
}

interface Context {
  merging: Merging;
  records: readonly RunRecord[];
}

/** Merges what a run would write today. Returns why it cannot. */
async function mergeRun(
  root: string,
  run: RunRecord,
  { merging, records }: Context,
): Promise<Problem[]> {
  const without = withoutRun(merging.tree, run, records);
  const generator = await loadGenerator(run.command);
  try {
    const earlier = run.files.map(({ path }) => path);
    const plan = generator.plan(inputOfToday(run, records), without, earlier);
    const { files } = await formatPlan(root, plan);
    for (const file of files) {
      if (file.fragments.length === 0) await merging.mergeFile(file);
      else await merging.mergeEdit(file, without.read(file.path)!);
    }
    return [];
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return error.problems.map(({ message }) => ({
      code: "UPDATE_REFUSED",
      arg: run.id,
      message: `${run.id} cannot be rendered again: ${message}`,
      fix: "Name the runs to render again, without this one.",
    }));
  }
}

/** What a run would be asked for today: later runs of `field` have changed what an entity is made from. */
function inputOfToday(run: RunRecord, records: readonly RunRecord[]): object {
  if (run.command !== "entity") return run.input as object;
  return withFieldRuns(run.input as EntityInput, since(run, records));
}

/** A run and those after it. */
function since({ id }: RunRecord, records: readonly RunRecord[]): readonly RunRecord[] {
  return records.slice(records.findIndex((record) => record.id === id));
}

/** Why a slice is left alone: its input is no longer all that makes it. */
function changedBy(run: RunRecord, records: readonly RunRecord[]): string | undefined {
  const repeatable = repeatableRuns(records);
  const own = run.files.filter(({ base }) => base !== undefined).map(({ path }) => path);
  const later = since(run, records)
    .slice(1)
    .find(
      (other) =>
        !["update", ...entityChangers].includes(other.command) &&
        !repeatable.includes(other) &&
        other.files.some(({ path, base }) => base !== undefined && own.includes(path)),
    );
  return later && `"${subjectOf(run)}" is left as it is, because ${later.id} changed it.`;
}

function conflictProblem({ path, line, ours, theirs }: FileConflict): Problem {
  return {
    code: "UPDATE_CONFLICT",
    arg: `${path}:${line}`,
    message: `${path}:${line} was edited, and the template changed the same lines, from here on:\n${ours.join("\n")}`,
    fix: `Write there what you want to keep of this, or pass --keep-edits:\n${theirs.join("\n")}`,
  };
}
