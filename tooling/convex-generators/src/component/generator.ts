// `pnpm plop component` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import type { Problem } from "@groundwork/plop-engine/plan";
import { excerptOf } from "../packages/run-pnpm.ts";
import { linkPackages, withLockfile } from "../packages/lock.ts";
import { componentCommand } from "./command.ts";
import { type ComponentInput, componentShape } from "./input.ts";
import { planComponent } from "./plan.ts";

export const componentGenerator: Generator<ComponentInput> = {
  ...commandLineOf<ComponentInput>(componentCommand, "component"),
  shape: componentShape,

  missing({ component }) {
    if (component !== undefined) return [];
    return [argumentMissing("<component>", "which component is it?", "sharded-counter")];
  },

  plan: planComponent,

  complete: async (plan, io) => await withLockfile(plan, io, unreachable),

  async settle(plan, io) {
    if (plan.files.some(({ path }) => path.endsWith("package.json"))) {
      await linkPackages(io, unreachable);
    }
  },

  answerable: [],
};

/** What to say when pnpm does not get a package. */
function unreachable(output: string): Problem {
  return {
    code: "PACKAGE_UNREACHABLE",
    message: `pnpm cannot get the package of the component: ${excerptOf(output)}`,
    fix: "Run the command again once the registry answers. Offline, pnpm needs each package to be in its store, as after one install elsewhere on this machine.",
  };
}
