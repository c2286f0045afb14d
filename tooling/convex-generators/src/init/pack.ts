// Builds the packages of `tooling/` and packs them, as they would be published.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { GeneratorError, type PlannedFile } from "@groundwork/plop-engine/plan";
import { excerptOf, runPnpm } from "../packages/run-pnpm.ts";
import type { ToolingPackage } from "./tooling.ts";

/**
 * Builds and packs packages. Writes their `dist/`, which git ignores, and nothing else in the repository.
 * @param root the repository's absolute path
 * @param say is called with what is done next
 * @returns the archives as files of a plan
 * @throws TOOLING_BUILD (1)
 */
export async function packTooling(
  root: string,
  packages: readonly ToolingPackage[],
  say: (line: string) => void,
): Promise<PlannedFile[]> {
  const folder = mkdtempSync(join(tmpdir(), "packed-tooling-"));
  try {
    const files: PlannedFile[] = [];
    for (const tooling of packages) {
      say(`Building ${tooling.name} ${tooling.version}`);
      files.push(await pack(root, tooling, folder));
    }
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pack(
  root: string,
  { folder, name, archive }: ToolingPackage,
  into: string,
): Promise<PlannedFile> {
  const source = join(root, folder);
  const onFailure = (output: string) => ({
    code: "TOOLING_BUILD",
    arg: folder,
    message: `${name} cannot be built: ${excerptOf(output)}`,
    fix: "Run `pnpm install` and try again, or pass --tooling source.",
  });
  await runPnpm(source, ["run", "build"], onFailure);
  await runPnpm(source, ["pack", "--pack-destination", into], onFailure);
  if (!readdirSync(into).includes(basename(archive))) {
    throw new GeneratorError(1, onFailure(`pnpm pack made no ${basename(archive)}.`));
  }
  const after = readFileSync(join(into, basename(archive))).toString("base64");
  return { path: archive, before: null, after, encoding: "base64", fragments: [], replaces: true };
}
