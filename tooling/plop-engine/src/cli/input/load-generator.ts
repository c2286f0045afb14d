import { project } from "../../project.ts";
import type { Generator } from "../../generator.ts";

/**
 * Loads a registered generator.
 * @param name the name of its command
 * @throws Error when there is none of that name
 */
export async function loadGenerator(name: string): Promise<Generator> {
  const found = project().generators.find(({ command }) => command.name === name);
  if (found === undefined) throw new Error(`There is no generator "${name}".`);
  return await found.load();
}
