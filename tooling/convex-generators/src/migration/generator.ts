// `pnpm plop migration` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import { completeMigration } from "./complete.ts";
import { migrationCommand } from "./command.ts";
import { type MigrationInput, migrationShape } from "./input.ts";
import { planMigration } from "./plan.ts";

export const migrationGenerator: Generator<MigrationInput> = {
  ...commandLineOf<MigrationInput>(migrationCommand, "name"),
  shape: migrationShape,

  missing({ name, table, field, to, unset, finish }) {
    const starts = finish !== true;
    return [
      ...(name === undefined
        ? [argumentMissing("<name>", "a migration has a name, such as fillNameKey.", "fillNameKey")]
        : []),
      ...(starts && table === undefined
        ? [
            argumentMissing(
              "--table",
              "a migration changes the rows of one table.",
              "--table",
              "users",
            ),
          ]
        : []),
      ...(starts && field === undefined
        ? [argumentMissing("--field", "a migration changes one field.", "--field", "nameKey")]
        : []),
      ...(starts && to === undefined && unset !== true
        ? [
            argumentMissing(
              "--to",
              "rows without the field get a value, or lose it: --unset.",
              "--to",
              '""',
            ),
          ]
        : []),
    ];
  },

  plan: planMigration,

  complete: completeMigration,

  answerable: [],
};
