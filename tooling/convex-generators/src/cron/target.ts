// What a cron calls: an internal mutation that exists, or a new one and what it does.
import type { CallExpression } from "oxc-parser";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { FunctionName } from "../function/module-name.ts";
import { callOf, memberOf } from "../repository/exported-calls.ts";
import { readReferences, readTables } from "../repository/facts.ts";
import type { CronInput } from "./input.ts";
import type { Age, Work } from "./model.ts";

/**
 * Reads what the target of a cron does.
 * @param problems gets what is wrong
 * @returns null when something is
 */
export function readWork(
  input: CronInput,
  target: FunctionName,
  tree: Tree,
  problems: Problem[],
): Work | null {
  const { removes, each, args } = input;
  if (removes !== undefined && each !== undefined) {
    problems.push({
      code: "WORK_TWICE",
      arg: "--each",
      message: "a mutation removes old rows of a table or goes through all rows, not both.",
      fix: "Leave out --each, or make two crons.",
    });
    return null;
  }
  if (removes === undefined && each === undefined)
    return readExisting(input, target, tree, problems);
  if (args !== undefined) {
    problems.push({
      code: "ARGS_HERE",
      arg: "--args",
      message: "a new mutation takes no arguments from its cron.",
      fix: "Leave out --args.",
    });
  }
  return removes !== undefined
    ? readRemoval(removes, tree, problems)
    : readEach(each!, tree, problems);
}

function readEach(table: string, tree: Tree, problems: Problem[]): Work | null {
  return isTable(table, table, tree, problems) ? { does: "each", table } : null;
}

/** People and teams are removed by the app's own flows, which remove more than a row. */
const REMOVED_BY_FLOWS = ["users", "teams", "memberships"];

function readRemoval(text: string, tree: Tree, problems: Problem[]): Work | null {
  const [table = "", ageText = ""] = text.split(":");
  const isThere = isTable(table, text, tree, problems);
  const age = readAge(ageText);
  if (age === null) {
    const message = `"${text}" is no table and age: write notes:30d or notes:12h.`;
    problems.push({
      code: "AGE_SYNTAX",
      arg: text,
      message,
      ...instead(`${table || "notes"}:30d`),
    });
  }
  if (!isThere || age === null) return null;
  const holder = Object.entries(readReferences(tree)).find(([, fields]) =>
    Object.values(fields).some(({ to, onRemove }) => to === table && onRemove === "restrict"),
  )?.[0];
  const why = REMOVED_BY_FLOWS.includes(table)
    ? "the app removes them by flows of its own, which ask and tell people"
    : holder !== undefined && holder !== table
      ? `rows of "${holder}" keep them from being removed (+restrict)`
      : null;
  if (why === null) return { does: "removes", table, age };
  problems.push({
    code: "REMOVES_HELD",
    arg: text,
    at: 0,
    message: `rows of "${table}" cannot be removed by age: ${why}.`,
    fix: `--each ${table}, and write what happens to each row.`,
  });
  return null;
}

/** An age such as `30d` or `12h`; null for what is none. */
export function readAge(text: string): Age | null {
  const [, number = "", unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  const count = Number(number);
  return count < 1 ? null : { count, unit: unit === "h" ? "hour" : "day" };
}

function isTable(table: string, arg: string, tree: Tree, problems: Problem[]): boolean {
  const tables = readTables(tree);
  if (tables.includes(table)) return true;
  const guess = didYouMean(table, tables);
  problems.push({
    code: "TABLE_UNKNOWN",
    arg,
    at: 0,
    message: `there is no table "${table}".${guess?.sentence ?? ""}`,
    ...(guess && instead(arg.replace(table, guess.word))),
  });
  return false;
}

function readExisting(
  { runs, args }: CronInput,
  { module, name }: FunctionName,
  tree: Tree,
  problems: Problem[],
): Work | null {
  const call = callOf(tree, { module, name });
  const refuse = (code: string, message: string, more: Partial<Problem>) => {
    problems.push({ code, arg: runs, message, ...more });
    return null;
  };
  if (call === null) {
    return refuse(
      "RUNS_UNKNOWN",
      `there is no function "${runs}". For a new one, say what it does: --removes <table>:<age> or --each <table>.`,
      { fix: `--runs ${runs} --each <table>` },
    );
  }
  const kind = nameOf(call.callee);
  if (kind !== "internalMutation") {
    const why =
      kind === "internalAction"
        ? "an action may die half-way, and nothing repeats it: let a mutation start a job"
        : `it is made by ${kind ?? "something else"}`;
    return refuse("RUNS_KIND", `a cron calls an internal mutation, and ${runs} is none: ${why}.`, {
      fix: `pnpm plop function ${module}.${name}OnSchedule --kind internalMutation`,
    });
  }
  if (args !== undefined) return readArgs(args, problems);
  const needed = neededArgs(call);
  if (needed.length === 0) return { does: "calls", args: "{}" };
  return refuse("RUNS_ARGS", `${runs} takes arguments: ${needed.join(", ")}.`, {
    fix: `--args '{"${needed[0]!}": …}'`,
  });
}

function readArgs(text: string, problems: Problem[]): Work | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { does: "calls", args: JSON.stringify(value) };
  }
  const message = `"${text}" is no JSON object, such as {"cursor":null}.`;
  problems.push({ code: "ARGS_JSON", arg: text, message, fix: `--args '{"cursor":null}'` });
  return null;
}

/** The arguments that a function cannot do without: those that are neither optional nor have a default. */
function neededArgs(call: CallExpression): string[] {
  const args = memberOf(call.arguments[0], "args");
  if (args === null) return [];
  if (args.type !== "ObjectExpression") return ["…"];
  return args.properties.flatMap((property) => {
    if (property.type !== "Property") return "…";
    const value = unwrap(property.value);
    const method =
      value.type === "CallExpression" && value.callee.type === "MemberExpression"
        ? nameOf(value.callee.property)
        : null;
    const isNeeded = method !== "optional" && method !== "default";
    return isNeeded ? (nameOf(property.key, property.computed) ?? "…") : [];
  });
}
