// The input of `pnpm plop migration`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { migrationCommand } from "./command.ts";

export interface MigrationInput {
  /** The name of the migration: `fillNameKey`. */
  name: string;
  table?: string;
  field?: string;
  /** JSON, or an expression of `row`. */
  to?: string;
  unset?: boolean;
  finish?: boolean;
  /** The day on which no old row was left: `2026-12-01`. */
  counted?: string;
}

/** The same as JSON Schema. */
export const migrationShape = shapeOf(migrationCommand, "A change of the rows that exist", {
  name: {
    type: "string",
    description: "the name of the migration, in camelCase",
    examples: ["fillNameKey"],
  },
});
