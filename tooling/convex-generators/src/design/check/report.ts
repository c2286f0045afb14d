// What a check found, as lines for a person.
import { problemLines } from "@groundwork/plop-engine/cli/answer/report";
import { isUndesigned } from "../described/compare.ts";
import { applyCommand } from "../described/findings.ts";
import type { Finding } from "./levels.ts";

/** What a design has. */
export interface Size {
  name: string;
  entities: number;
  /** Those that come with entities, too. */
  functions: number;
  criteria: number;
}

/** More findings than this of one kind, which one command settles, are counted and not listed. */
const LISTED = 5;

/**
 * Writes what was found.
 * @param isStrict whether what the design does not name is listed, too
 */
export function reportLines(findings: readonly Finding[], isStrict: boolean): string[] {
  const undesigned = isStrict ? [] : findings.filter(isUndesigned);
  const all = findings.filter(({ fix, code }) => fix === applyCommand && code.endsWith("_LACKING"));
  const lacking = all.length > LISTED ? all : [];
  const listed = findings.filter((one) => !undesigned.includes(one) && !lacking.includes(one));
  return [
    ...listed.flatMap((one) => [...findingLines(one), ""]),
    ...folded(lacking, "of the design", "not in the code yet", applyCommand),
    ...folded(undesigned, "of the code", "not in the design", "pnpm plop design check --strict"),
  ];
}

function findingLines({ level, ...problem }: Finding): string[] {
  const message = level === "warning" ? `(warning) ${problem.message}` : problem.message;
  return problemLines({ ...problem, message });
}

function folded(findings: readonly Finding[], whose: string, what: string, fix: string): string[] {
  if (findings.length === 0) return [];
  const are = findings.length === 1 ? `thing ${whose} is` : `things ${whose} are`;
  return [`${findings.length} ${are} ${what}.`, `    → ${fix}`, ""];
}

/** One line: what the design has, and what is wrong with it. */
export function summaryOf(findings: readonly Finding[], size: Size | null, path: string): string {
  const of = (level: Finding["level"]) => findings.filter((one) => one.level === level).length;
  const counted = [
    of("error") > 0 && count(of("error"), "error"),
    of("warning") > 0 && count(of("warning"), "warning"),
  ].filter((one) => one !== false);
  const wrong = counted.length === 0 ? "nothing wrong" : counted.join(", ");
  if (size === null) return `${path}: ${wrong}`;
  const { name, entities, functions, criteria } = size;
  const parts = [
    entities === 1 ? "1 entity" : `${entities} entities`,
    count(functions, "function"),
    criteria === 1 ? "1 criterion" : `${criteria} criteria`,
  ];
  return `${name}: ${parts.join(", ")}: ${wrong}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
