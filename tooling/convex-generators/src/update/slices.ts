// The runs that can be rendered again, and how a command line names them.
import { nearest } from "@groundwork/plop-engine/did-you-mean";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { project } from "@groundwork/plop-engine/project";
import { readRuns } from "@groundwork/plop-engine/run/history";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { livingRuns } from "../entity/model/runs.ts";

/** The runs whose generators can render them again, the oldest first. */
export function repeatableRuns(records: readonly RunRecord[]): RunRecord[] {
  const commands = project().generators.map(({ command }) => command);
  const names = commands.filter(({ rendersAgain }) => rendersAgain).map(({ name }) => name);
  return livingRuns(records).filter(({ command }) => names.includes(command));
}

/** What a run generated, as its id has it: `tickets`, `notes-archive`. */
export function subjectOf({ id }: RunRecord): string {
  return id.split("-").slice(2).join("-");
}

/**
 * Finds the runs that are meant.
 * @param names as typed; none for all
 * @throws UPDATE_UNKNOWN (2)
 */
export function chosenRuns(tree: Tree, names: readonly string[]): RunRecord[] {
  const runs = repeatableRuns(readRuns(tree));
  const unknown = names.filter((name) => !runs.some((run) => isNamed(run, name)));
  if (unknown.length > 0) {
    throw new GeneratorError(
      2,
      unknown.map((name) => unknownRun(name, runs)),
    );
  }
  return names.length === 0 ? runs : runs.filter((run) => names.some((name) => isNamed(run, name)));
}

function isNamed(run: RunRecord, name: string): boolean {
  if (/^\d+$/.test(name)) return Number.parseInt(run.id, 10) === Number(name);
  return run.id === name || subjectOf(run) === name.split(/\W+/).join("-");
}

function unknownRun(name: string, runs: readonly RunRecord[]): Problem {
  const near = nearest(name, runs.map(subjectOf));
  return {
    code: "UPDATE_UNKNOWN",
    arg: name,
    message: `No run that can be rendered again generated "${name}".${near ? ` Did you mean "${near}"?` : ""}`,
    ...(near ? instead(near) : { fix: "pnpm plop history" }),
  };
}
