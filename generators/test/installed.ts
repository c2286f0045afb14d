// Makes the packages that are installed here those of a copy, each of which has its own of the repository's.
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { workspace } from "./notes.ts";

/** The packages that generators write to. */
export const packages = [layout.backend, layout.validatorsPackage, layout.web];

/**
 * Links what is installed into a copy.
 * @param root the copy's absolute path
 */
export function linkInstalled(root: string): void {
  for (const folder of packages) {
    const modules = join(root, folder, "node_modules");
    mkdirSync(join(modules, "@repo"), { recursive: true });
    for (const name of readdirSync(join(workspace, folder, "node_modules"))) {
      if (name === "@repo") continue;
      symlinkSync(join(workspace, folder, "node_modules", name), join(modules, name));
    }
    symlinkSync(join(root, layout.backend), join(modules, "@repo", "backend"));
    symlinkSync(join(root, layout.validatorsPackage), join(modules, "@repo", "validators"));
  }
}
