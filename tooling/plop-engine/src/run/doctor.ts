// Inspects whether the generators can work in this repository: the places that they edit are found, the
// records of runs are valid, no run is interrupted, and git ignores the state.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../finding.ts";
import { isAsWritten, readHistory } from "./history.ts";
import { hasJournal, readJournal } from "./journal.ts";
import { GeneratorError, type Problem, type Tree } from "../plan.ts";
import { places } from "../places.ts";
import { project } from "../project.ts";
import type { RecordedFile, RunRecord } from "../run-record.ts";

/**
 * Inspects the repository without changing it.
 * @param root its absolute path
 * @param tree its files
 * @returns what was inspected, in the order in which to fix it
 */
export function diagnose(root: string, tree: Tree): Finding[] {
  return [
    finding("unfinished runs", unfinishedProblems(root)),
    finding("files that git ignores", ignoreProblems(root)),
    ...project().inspect(root, tree),
    historyFinding(tree),
  ];
}

function finding(what: string, problems: Problem[], notes: string[] = []): Finding {
  return { what, problems, notes };
}

function unfinishedProblems(root: string): Problem[] {
  const state = join(root, places.state);
  try {
    if (!hasJournal(state)) return [];
    readJournal(state);
  } catch (error) {
    if (error instanceof GeneratorError) return [...error.problems];
    throw error;
  }
  if (isLocked(state)) {
    return [{ code: "LOCKED", message: "A run is in progress.", fix: "Wait until it is done." }];
  }
  const message = "A run was interrupted; its files are half written.";
  return [
    {
      code: "RUN_UNFINISHED",
      message,
      fix: "Run any generator: it rolls the interrupted one back first.",
    },
  ];
}

function isLocked(state: string): boolean {
  try {
    const { pid } = JSON.parse(readFileSync(join(state, "lock"), "utf8")) as { pid: number };
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function ignoreProblems(root: string): Problem[] {
  if (!existsSync(join(root, ".git"))) return [];
  try {
    execFileSync("git", ["check-ignore", "-q", `${places.state}/journal.json`], { cwd: root });
    return [];
  } catch {
    const message = `git does not ignore ${places.state}, which holds files in the making.`;
    return [{ code: "STATE_NOT_IGNORED", message, fix: `Add ".groundwork/" to .gitignore.` }];
  }
}

function historyFinding(tree: Tree): Finding {
  let records: RunRecord[];
  try {
    records = readHistory(tree);
  } catch (error) {
    if (error instanceof GeneratorError) return finding(places.runs, [...error.problems]);
    throw error;
  }
  return finding(places.runs, twinProblems(records), edits(tree, records));
}

/** Two branches may each have created a run with the same number. Both stay valid, but neither is the latest. */
function twinProblems(records: readonly RunRecord[]): Problem[] {
  const numberOf = ({ id }: RunRecord) => id.split("-")[0]!;
  const twins = records.filter(
    (record, index) => index > 0 && numberOf(records[index - 1]!) === numberOf(record),
  );
  return twins.map(({ id }) => ({
    code: "RUN_TWIN",
    arg: id,
    message: `Another run has the same number as ${id}, so "latest" is ambiguous.`,
    fix: "Give the full id to undo one of them.",
  }));
}

/** Generated files that were edited by hand: they are neither overwritten nor removed. */
function edits(tree: Tree, records: readonly RunRecord[]): string[] {
  const written = new Map<string, { id: string; versions: RecordedFile[] }>();
  for (const { id, files } of records) {
    for (const file of files) {
      const known = written.get(file.path);
      if (known !== undefined) known.versions.push(file);
      else if (file.base !== undefined) written.set(file.path, { id, versions: [file] });
    }
  }
  return [...written].flatMap(([path, { id, versions }]) => {
    const text = tree.read(path);
    // A later run may have removed it, such as the test of a migration that is over.
    if (text === null)
      return versions.at(-1)!.hash === null ? [] : `${path} of ${id} was removed by hand.`;
    const isOurs = versions.some((version) => isAsWritten(text, version));
    return isOurs ? [] : `${path} of ${id} was edited, and is yours by now.`;
  });
}
