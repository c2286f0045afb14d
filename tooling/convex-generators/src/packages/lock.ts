// The lockfile after a change of manifests, as pnpm writes it, and as what was added to the one that is there: so that a
// run can be undone after later ones changed it, too.
import type { Io } from "@groundwork/plop-engine/io";
import type { Fragment, Plan, PlannedFile } from "@groundwork/plop-engine/plan";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { LOCKFILE, lockfileInputs, lockfileOf } from "./lockfile.ts";
import { type OnFailure, runPnpm } from "./run-pnpm.ts";
import { blocksOf, yamlBlockEditor } from "./yaml-blocks.ts";

/** Where a lockfile has an entry for each package. */
const PLACES = [
  ["catalogs", "*", "*"],
  ["importers", "*", "dependencies", "*"],
  ["importers", "*", "devDependencies", "*"],
  ["packages", "*"],
  ["snapshots", "*"],
] as const;

/**
 * Adds the lockfile to a plan that changes a manifest; any other stays as it is.
 * @param onFailure what to say when pnpm cannot write it
 * @throws GeneratorError (1)
 */
export async function withLockfile(plan: Plan, io: Io, onFailure: OnFailure): Promise<Plan> {
  if (!plan.files.some(({ path }) => path.endsWith("package.json"))) return plan;
  io.stderr.write("Writing the lockfile\n");
  const tree = diskTree(io.root);
  const after = await lockfileOf(lockfileInputs(plan, tree), onFailure);
  return { ...plan, files: [...plan.files, lockfileChange(tree.read(LOCKFILE) ?? "", after)] };
}

/**
 * Links what a lockfile names into the packages, once it is written.
 * @param onFailure what to say when pnpm cannot
 * @throws GeneratorError (5), after which the run is rolled back
 */
export async function linkPackages(io: Io, onFailure: OnFailure): Promise<void> {
  io.stderr.write("Linking the packages\n");
  try {
    await runPnpm(io.root, ["install", "--frozen-lockfile", "--prefer-offline"], onFailure);
  } catch (error) {
    if (error instanceof GeneratorError) throw new GeneratorError(5, error.problems);
    throw error;
  }
}

/**
 * Plans the change of a lockfile.
 * @returns an edit where it only gets entries, which can be taken out again; else the whole file
 */
export function lockfileChange(before: string, after: string): PlannedFile {
  const file = { path: LOCKFILE, before, after };
  const [old, now] = [before, after].map((text) => blocksOf(text, PLACES)) as [
    Map<string, string>,
    Map<string, string>,
  ];
  const fragments = [...now]
    .filter(([key]) => !old.has(key))
    .map(([key, text]): Fragment => ({ kind: "yamlBlock", key, text }));
  let added = before;
  try {
    for (const fragment of fragments) added = yamlBlockEditor.add(LOCKFILE, added, fragment);
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
  }
  return added === after ? { ...file, fragments } : { ...file, fragments: [], replaces: true };
}
