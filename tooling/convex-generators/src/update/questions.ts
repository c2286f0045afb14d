// The question of `pnpm plop update`.
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { diskTree } from "@groundwork/plop-engine/tree";
import type { UpdateInput } from "./input.ts";
import { repeatableRuns } from "./slices.ts";

/** Asks which runs to render again, unless that was given. */
export async function askUpdate(
  inquirer: Inquirer,
  io: Io,
  given: Partial<UpdateInput>,
): Promise<UpdateInput> {
  const ids = repeatableRuns(readRuns(diskTree(io.root))).map(({ id }) => id);
  if (given.runs !== undefined || ids.length === 0) return given;
  const runs = await ask<string[]>(inquirer, {
    type: "checkbox",
    message: "What should be rendered again?",
    choices: ids.map((id) => ({ name: id, value: id, checked: true })),
    validate: (chosen: string[]) => chosen.length > 0 || "Choose one with the space bar.",
  });
  return { ...given, runs };
}
