// The questions of `pnpm plop index`.
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { diskTree } from "@groundwork/plop-engine/tree";

import { declaredTables } from "./declared-tables.ts";
import type { IndexInput } from "./input.ts";
import { planIndex } from "./plan.ts";

/** Asks for the table, the fields and who reads the index, as far as they were not given. */
export async function askIndex(
  inquirer: Inquirer,
  io: Io,
  given: Partial<IndexInput>,
): Promise<IndexInput> {
  const tree = diskTree(io.root);
  const isNamed = [given.unused, given.remove, given.activate].some((one) => one !== undefined);
  const table =
    given.table ??
    (given.unused === true
      ? undefined
      : await ask<string>(inquirer, {
          type: "list",
          message: "Of which table?",
          choices: declaredTables(tree).map((one) => one.table),
        }));
  const input: IndexInput = { ...given, ...(table !== undefined && { table }) };
  if (isNamed) return input;
  const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");
  const judge = (fields: readonly string[]) =>
    problemsOf(() => planIndex({ ...input, fields: [...fields] }, tree)).filter(
      ({ code }) => code !== "INDEX_UNREAD",
    );
  const fields =
    given.fields ??
    wordsOf(
      await ask<string>(inquirer, {
        type: "input",
        message: "Which fields, those of equal values first?",
        validate: (text: string) => judge(wordsOf(text))[0]?.message ?? true,
      }),
    );
  const chosen = { ...input, fields };
  const isUnread = problemsOf(() => planIndex(chosen, tree)).some(
    ({ code }) => code === "INDEX_UNREAD",
  );
  if (!isUnread) return chosen;
  const how = await ask<"list" | "staged">(inquirer, {
    type: "list",
    message: "Nothing reads it yet:",
    choices: [
      { name: "write the list by these fields", value: "list" },
      { name: "stage it, and write the query later", value: "staged" },
    ],
  });
  return { ...chosen, [how]: true };
}
