// The environment variables of a removed feature, in the types that Convex generates of all of them.
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";

/** The variables that files of `convex/` declare: `AI_API_KEY: v.string()`. */
export function declaredVariables(tree: Tree, paths: Iterable<string>): string[] {
  return [...paths]
    .filter((path) => path.startsWith(`${layout.convex}/`) && path.endsWith(".ts"))
    .flatMap((path) =>
      [...tree.read(path)!.matchAll(/^ +([A-Z][A-Z\d_]+): v\./gm)].map(([, name]) => name!),
    );
}

/** The generated types of the server without some variables. */
export function withoutVariables(text: string, names: readonly string[]): string {
  return text
    .split("\n")
    .filter((line) => !names.some((name) => line.startsWith(`  readonly ${name}: `)))
    .join("\n");
}
