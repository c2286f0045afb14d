// Reads an input into a migration, or into everything that is wrong with it.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { livingRuns } from "../entity/model/runs.ts";
import { readTables } from "../repository/facts.ts";
import type { MigrationInput } from "./input.ts";

/** A migration of one field. */
export interface Migration {
  name: string;
  table: string;
  field: string;
  /** The value as code; null when the field is taken away. */
  to: string | null;
  /** The field that gets the value of one that is taken away. */
  into?: { field: string; isOptional: boolean };
  /** The command of the second phase. */
  finish: string;
}

/** The command that ends a migration which a run of this generator has begun. */
function finishOf(name: string): string {
  return `pnpm plop migration ${name} --finish`;
}

/**
 * Reads the input of a new migration.
 * @throws GeneratorError (2) with all problems
 */
export function readMigration(input: MigrationInput, tree: Tree): Migration {
  const { name, table = "", field = "", to, unset, counted } = input;
  const problems: Problem[] = [...nameProblems(name), ...tableProblems(table, tree)];
  if (to !== undefined && unset === true) {
    problems.push({
      code: "MIGRATION_BOTH",
      arg: "--unset",
      message: "--to fills the field in and --unset takes it away: a migration does one of them.",
      fix: "Leave out --unset.",
      replace: [],
    });
  }
  if (to === undefined && unset !== true) {
    problems.push({
      code: "ARGUMENT_MISSING",
      arg: "--to",
      message: "rows without the field get a value, or lose it: --unset.",
      fix: "--to '\"\"'",
    });
  }
  if (to !== undefined) problems.push(...valueProblems(to));
  if (counted !== undefined) problems.push(countedHere(counted));
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { name, table, field, to: unset === true ? null : to!, finish: finishOf(name) };
}

/** The problem of a day that a first phase does not record. */
export function countedHere(counted: string): Problem {
  const message = `--counted ${counted} is for the second phase, and this is the first.`;
  return { code: "MIGRATION_COUNTED", arg: "--counted", message, fix: "Leave it out." };
}

function nameProblems(name: string): Problem[] {
  if (/^[a-z][A-Za-z0-9]*$/.test(name) && !["runAll", "migrations"].includes(name)) return [];
  const message = `"${name}" is no name for a migration: camelCase, such as fillNameKey.`;
  return [{ code: "MIGRATION_NAME", arg: name, message }];
}

/** What is wrong with the name of a table. */
export function tableProblems(table: string, tree: Tree): Problem[] {
  const tables = readTables(tree);
  if (tables.includes(table)) return [];
  const near = didYouMean(table, tables);
  const message = `there is no table "${table}".${near?.sentence ?? ` Tables: ${tables.join(", ")}.`}`;
  return [{ code: "TABLE_UNKNOWN", arg: table, message, ...(near && instead(near.word)) }];
}

/** What is wrong with the value of a migration, as code. */
export function valueProblems(to: string): Problem[] {
  // A word alone is a text whose quotes the shell has taken.
  const isWord = /^[A-Za-z_]\w*$/.test(to) && !["row", "true", "false", "null"].includes(to);
  if (!isWord && isExpression(to)) return [];
  const message = `"${to}" is neither JSON nor an expression of row.`;
  return [{ code: "MIGRATION_VALUE", arg: to, message, ...instead(JSON.stringify(to)) }];
}

function isExpression(code: string): boolean {
  try {
    return parseModule("value.ts", `(${code}\n);`).program.body.length === 1;
  } catch {
    return false;
  }
}

/**
 * Finds a migration that was begun, by the records of the runs.
 * @throws MIGRATION_UNKNOWN (2) naming those that can be finished
 */
export function begunMigration({ name }: MigrationInput, tree: Tree): Migration {
  const begun = begunMigrations(tree);
  const found = begun.findLast((one) => one.name === name);
  if (found !== undefined) return found;
  const near = didYouMean(
    name,
    begun.map((one) => one.name),
  );
  throw new GeneratorError(2, {
    code: "MIGRATION_UNKNOWN",
    arg: name,
    message: `no run has begun a migration "${name}".${near?.sentence ?? ""}`,
    ...(near === null ? { fix: "Begin one: `pnpm plop migration --help`." } : instead(near.word)),
  });
}

/** The migrations that runs have begun, the oldest first. */
export function begunMigrations(tree: Tree): Migration[] {
  return livingRuns(readRuns(tree)).flatMap(({ command, input }) => {
    if (command !== "migration") return [];
    const { name, table, field, to, finish } = input as MigrationInput;
    if (finish === true || table === undefined || field === undefined) return [];
    return [{ name, table, field, to: to ?? null, finish: finishOf(name) }];
  });
}
