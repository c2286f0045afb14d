// The question of `pnpm plop remove`.
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { diskTree } from "@groundwork/plop-engine/tree";

import { recordedTables } from "../entity/recorded.ts";
import { readFeatures } from "./features.ts";
import type { RemoveInput } from "./input.ts";

/** Asks which features or entities to remove, unless that was given. */
export async function askRemove(
  inquirer: Inquirer,
  io: Io,
  given: Partial<RemoveInput>,
): Promise<RemoveInput> {
  if (given.names !== undefined) return { ...given, names: given.names };
  const tree = diskTree(io.root);
  const names = await ask<string[]>(inquirer, {
    type: "checkbox",
    message: "Which features, or which entities?",
    choices: [...readFeatures(tree).map(({ name }) => name), ...recordedTables(tree)],
    validate: (chosen: string[]) => chosen.length > 0 || "Choose one with the space bar.",
  });
  return { ...given, names };
}
