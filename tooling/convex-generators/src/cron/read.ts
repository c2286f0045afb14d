// Reads the input of a cron: the result is its model, or every problem of the input.
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { checkModule, readName } from "../function/module-name.ts";
import type { CronInput } from "./input.ts";
import type { CronModel } from "./model.ts";
import { readSchedule } from "./schedule.ts";
import { readWork } from "./target.ts";

/** As `cronLimits.title` of the validators has it. */
export const TITLE_MAX = 120;

/**
 * Reads the input of a cron.
 * @param input what was asked for
 * @param tree the repository
 * @throws GeneratorError (2) with all problems; (4) for a file that cannot be read
 */
export function readCron(input: CronInput, tree: Tree): CronModel {
  const problems: Problem[] = [];
  const title = readTitle(input.title, problems);
  const schedule = readSchedule(input, problems);
  const target = readName(input.runs, tree, problems);
  const work = target.module === "" ? null : readWork(input, target, tree, problems);
  if (work !== null && work.does !== "calls") {
    const kind = "internalMutation" as const;
    const named = { name: input.runs, kind };
    checkModule({ ...target, tree, problems, input: named, isInternal: true, call: "mutation" });
  }
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { title, ...target, schedule: schedule!, work: work! };
}

/** Words in quotes, or joined by hyphens. */
export function readTitle(typed: string, problems: Problem[]): string {
  const text = typed.trim().replace(/\s+/g, " ");
  const title = text.includes(" ") ? text : text.replaceAll("-", " ");
  const words = title
    .replace(/[^\p{L}\p{N} ,.:'-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (title === "" || words !== title || title.length > TITLE_MAX) {
    const fixed = words.slice(0, TITLE_MAX).trim() || "remove old notes";
    problems.push({
      code: "TITLE",
      arg: typed,
      message: `"${typed}" is no title: words of letters and digits, at most ${TITLE_MAX} characters.`,
      ...instead(fixed),
    });
  }
  return title;
}
