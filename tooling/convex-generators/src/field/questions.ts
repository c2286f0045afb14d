// The questions of `pnpm plop field`.
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { diskTree } from "@groundwork/plop-engine/tree";
import { recordedTables } from "../entity/recorded.ts";
import { askFields } from "../fields/questions.ts";
import type { FieldInput } from "./input.ts";
import { planField } from "./plan.ts";

/** Asks for the table and its new fields, as far as they were not given. */
export async function askField(
  inquirer: Inquirer,
  io: Io,
  given: Partial<FieldInput>,
): Promise<FieldInput> {
  const tree = diskTree(io.root);
  const table =
    given.table ??
    (await ask<string>(inquirer, {
      type: "list",
      message: "Of which entity?",
      choices: recordedTables(tree),
    }));
  const isNamed = (given.remove ?? given.rename ?? given.finish) !== undefined;
  const judge = (fields: readonly string[]) =>
    problemsOf(() => planField({ ...given, table, fields: [...fields] }, tree)).filter(
      ({ code }) => code !== "FIELD_FILL",
    );
  const fields =
    given.fields ??
    (isNamed ? undefined : await askFields(inquirer, { what: "Field", isNeeded: true, judge }));
  const input = defined({ ...given, table, fields });
  const needsValue = problemsOf(() => planField(input, tree)).some(
    ({ code }) => code === "FIELD_FILL",
  );
  if (!needsValue) return input;
  const to = await ask<string>(inquirer, {
    type: "input",
    message: "Which value do rows get that exist, as JSON or as an expression of row?",
    validate: (to: string) => to.trim() !== "" || "A required field needs one.",
  });
  return { ...input, to };
}
