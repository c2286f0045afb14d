// Loads the generators from one file, which is made again when a source has changed.
import { loadBundle } from "@groundwork/plop-engine/cli/bundle";

/** Loads the exports of `main.ts`, with the generators registered. */
export async function loadGenerators() {
  const home = import.meta.dirname;
  const packages = ["@groundwork/convex-generators/project"];
  const generators = await loadBundle({ home, entry: "main.ts", packages });
  generators.useGenerators(home);
  return generators;
}
