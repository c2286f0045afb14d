// The question of `pnpm plop remove`.
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { diskTree } from "@groundwork/plop-engine/tree";

import { readFeatures } from "./features.ts";
import type { RemoveInput } from "./input.ts";

/** Asks which features to remove, unless that was given. */
export async function askRemove(
  inquirer: Inquirer,
  io: Io,
  given: Partial<RemoveInput>,
): Promise<RemoveInput> {
  if (given.names !== undefined) return { names: given.names };
  const names = await ask<string[]>(inquirer, {
    type: "checkbox",
    message: "Which features?",
    choices: readFeatures(diskTree(io.root)).map(({ name }) => name),
    validate: (chosen: string[]) => chosen.length > 0 || "Choose one with the space bar.",
  });
  return { names };
}
