// The questions of `pnpm plop migration`.
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { diskTree } from "@groundwork/plop-engine/tree";
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { readTables } from "../repository/facts.ts";
import type { MigrationInput } from "./input.ts";
import { begunMigrations, readMigration } from "./read.ts";
import { fieldNames, rowShapeOf } from "./row-shape.ts";

/** Asks for what the command line lacks. A migration that was begun is finished. */
export async function askMigration(
  inquirer: Inquirer,
  io: Io,
  given: Partial<MigrationInput>,
): Promise<MigrationInput> {
  const tree = diskTree(io.root);
  const name =
    given.name ??
    (await ask<string>(inquirer, {
      type: "input",
      message: "Which migration, such as fillNameKey?",
    }));
  const isBegun = begunMigrations(tree).some((one) => one.name === name);
  const isGiven = given.table !== undefined || given.to !== undefined || given.unset === true;
  if (given.finish === true || (isBegun && !isGiven)) return { ...given, name, finish: true };
  const table =
    given.table ??
    (await ask<string>(inquirer, {
      type: "list",
      message: "Whose rows?",
      choices: readTables(tree),
    }));
  const field =
    given.field ??
    (await ask<string>(inquirer, {
      type: "list",
      message: "Which field?",
      choices: fieldNames(rowShapeOf(tree, table, "")),
    }));
  if (given.to !== undefined || given.unset === true) return { ...given, name, table, field };
  const isUnset = await ask<boolean>(inquirer, {
    type: "list",
    message: "What happens to the rows?",
    choices: [
      { name: "rows without the field get a value", value: false },
      { name: "the field is taken away", value: true },
    ],
  });
  const to = isUnset
    ? undefined
    : await ask<string>(inquirer, {
        type: "input",
        message: "Which value, as JSON or as an expression of row?",
        validate: (to: string) =>
          problemsOf(() => readMigration({ name, table, field, to }, tree))[0]?.message ?? true,
      });
  return defined({ name, table, field, to, unset: isUnset || undefined });
}
