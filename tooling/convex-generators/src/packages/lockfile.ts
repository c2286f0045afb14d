// The lockfile of the project as it is going to be.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Encoding, Plan, Tree } from "@groundwork/plop-engine/plan";
import { contentsOf, pathsIn } from "./project-files.ts";
import { type OnFailure, runPnpm } from "./run-pnpm.ts";

export const LOCKFILE = "pnpm-lock.yaml";

/** What the lockfile follows from: manifests, settings of pnpm, packed packages, and the lockfile so far. */
function decidesLockfile(path: string): boolean {
  return /(^|\/)(package\.json|pnpm-workspace\.yaml|pnpm-lock\.yaml|\.npmrc)$|\.tgz$/.test(path);
}

/** A file that pnpm reads. */
interface LockfileInput {
  path: string;
  contents: string;
  encoding?: Encoding;
}

/** The files that the lockfile follows from, as the plan leaves them. */
export function lockfileInputs({ files, removals = [] }: Plan, tree: Tree): LockfileInput[] {
  const gone = new Set([...removals, ...files].map(({ path }) => path));
  const kept = pathsIn(tree).filter((path) => decidesLockfile(path) && !gone.has(path));
  return [
    ...files
      .filter(({ path }) => decidesLockfile(path))
      .map(({ path, after, encoding }) => ({
        path,
        contents: after,
        ...(encoding && { encoding }),
      })),
    ...kept.map((path) => ({ path, ...contentsOf(tree, path) })),
  ];
}

/**
 * Lets pnpm write the lockfile of a workspace, in a folder apart. It reads what it knows already from its cache, and
 * asks the registry for the rest.
 * @param inputs the workspace, as far as `decidesLockfile`
 * @throws GeneratorError with what `onFailure` makes of pnpm's output
 */
export async function lockfileOf(
  inputs: readonly LockfileInput[],
  onFailure: OnFailure,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lockfile-"));
  try {
    for (const { path, contents, encoding } of inputs) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), contents, encoding ?? "utf8");
    }
    const args = [
      ...["--lockfile-only", "--prefer-offline", "--no-frozen-lockfile"],
      // Without a network, more of them only make the refusal come later.
      "--config.fetchRetries=1",
    ];
    await runPnpm(folder, ["install", ...args], onFailure);
    return readFileSync(join(folder, LOCKFILE), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
