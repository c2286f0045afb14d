// What a plan of `pnpm plop init` gets right before it is written: packed tooling and the new lockfile.
import type { Io } from "@groundwork/plop-engine/io";
import type { Plan, PlannedFile, Problem, Tree } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import type { InitInput } from "./input.ts";
import { LOCKFILE, lockfileInputs, lockfileOf } from "../packages/lockfile.ts";
import { packTooling } from "./pack.ts";
import { excerptOf } from "../packages/run-pnpm.ts";
import { toolingPackages } from "./tooling.ts";

/**
 * Adds what takes tools and time.
 * @throws TOOLING_BUILD, TOOLING_UNPUBLISHED or LOCKFILE_FAILED (1)
 */
export async function completeInit(plan: Plan, io: Io): Promise<Plan> {
  const tree = diskTree(io.root);
  const say = (line: string) => void io.stderr.write(`${line}\n`);
  const { tooling } = plan.input as Required<InitInput>;
  const archives =
    tooling === "vendor" ? await packTooling(io.root, toolingPackages(tree), say) : [];
  const files = [...plan.files, ...archives];
  say("Writing the lockfile");
  const after = await lockfileOf(lockfileInputs({ ...plan, files }, tree), (output) =>
    lockfileProblem(output, tree),
  );
  const lockfile: PlannedFile = {
    path: LOCKFILE,
    before: tree.read(LOCKFILE),
    after,
    fragments: [],
    replaces: true,
  };
  return { ...plan, files: [...files.filter(({ path }) => path !== LOCKFILE), lockfile] };
}

function lockfileProblem(output: string, tree: Tree): Problem {
  const unpublished = toolingPackages(tree).find(
    ({ name }) =>
      output.includes(name) && /ERR_PNPM_(FETCH_404|NO_MATCHING|NO_MATURE)/.test(output),
  );
  if (unpublished !== undefined) {
    const { name, version } = unpublished;
    return {
      code: "TOOLING_UNPUBLISHED",
      arg: "--tooling npm",
      message: `pnpm finds no ${name} ${version}: ${excerptOf(output)}`,
      fix: "Pass --tooling vendor (the default), or configure the registry that has it in .npmrc.",
    };
  }
  return {
    code: "LOCKFILE_FAILED",
    arg: LOCKFILE,
    message: `pnpm cannot write the new lockfile: ${excerptOf(output)}`,
    fix: "Check the connection to the registry, and run the command again.",
  };
}
