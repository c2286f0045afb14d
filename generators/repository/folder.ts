// Where a generator's templates are.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Finds the folder of a generator.
 * @param generator such as `entity`
 * @returns its absolute path. The bundle runs from a cache inside the package, so the search goes upwards
 */
export function folderOf(generator: string): string {
  let home = import.meta.dirname;
  while (!existsSync(join(home, "bundle.mjs"))) home = dirname(home);
  return join(home, generator);
}
