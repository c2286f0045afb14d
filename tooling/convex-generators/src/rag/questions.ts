// The questions of `pnpm plop rag`.
import { defined } from "@groundwork/plop-engine/generator";
import type { Io } from "@groundwork/plop-engine/io";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { diskTree } from "@groundwork/plop-engine/tree";
import { recordedTables } from "../entity/recorded.ts";
import type { RagInput } from "./input.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askRag(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<RagInput>,
): Promise<RagInput> {
  const table = given.table ?? (await askTable(inquirer, root));
  return defined({ ...given, table });
}

async function askTable(inquirer: Inquirer, root: string): Promise<string> {
  return await ask(inquirer, {
    type: "list",
    message: "The rows of which table become knowledge?",
    choices: recordedTables(diskTree(root)).map((value) => ({ value })),
  });
}
