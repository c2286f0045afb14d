// The lines of the project that use an entity, but for its own.
import { type HandWritten, usesOf } from "@groundwork/plop-engine/removal/cut";
import { linesNaming } from "@groundwork/plop-engine/removal/markdown";
import type { PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { lineIn } from "@groundwork/plop-engine/run/lines";
import { layout } from "../repository/layout.ts";
import { manifestPaths } from "./manifests.ts";
import { isFunctionOf, leadsAway, pathsIn, takers } from "./reach.ts";
import { exportsOf, resolveIn } from "./resolve.ts";
import { isRouteOf } from "./routes.ts";
import type { Parts } from "./entity-parts.ts";

/** The permissions of a table. */
const OPERATIONS = ["read", "create", "update", "remove"];

/**
 * Lists the uses, with their lines as the files are.
 * @param tables the entities
 * @param parts what is theirs
 * @param files those that stay, without the code of the entities
 */
export function usesBeside(
  tables: readonly string[],
  { gone, code }: Parts,
  files: readonly PlannedFile[],
  tree: Tree,
): HandWritten[] {
  const all = new Set(gone);
  const isGone = (path: string) => all.has(path);
  const exported = exportsOf(tree, manifestPaths(tree));
  const modules = new Set(gone.flatMap(moduleOf));
  const names = new Set(tables);
  const limits = [...code.values()].flat().filter(({ kind }) => kind === "rateLimit");
  const permissions = tables.flatMap((table) => OPERATIONS.map((name) => `${table}.${name}`));
  const texts = new Set([...permissions, ...limits.map(({ key }) => key)]);
  const isRoute = isRouteOf(gone);
  const usesIn = (path: string, text: string) => {
    if (path.endsWith(".md"))
      return linesNaming(path, text, (to) => leadsAway(path, to, isGone, []));
    return usesOf(path, text, {
      isRemoved: (specifier) => resolveIn(exported, path, specifier).some(isGone),
      properties: { internal: modules, api: modules },
      names,
      isNamed: (text) => isFunctionOf(modules, text) || texts.has(text) || isRoute(text),
      takers,
    });
  };
  return pathsIn(tree).flatMap((path) => {
    if (isGone(path) || path.startsWith(layout.reference) || path === layout.apiTypes) return [];
    const file = files.find((one) => one.path === path);
    const text = tree.read(path)!;
    if (file === undefined) return usesIn(path, text);
    return usesIn(path, file.after).map((use) => ({
      ...use,
      line: lineIn(text, file.after, use.line),
    }));
  });
}

/** The module of functions that a file is: `tickets`. */
function moduleOf(path: string): string[] {
  const [, module] = new RegExp(`^${layout.convex}/(\\w+)\\.ts$`).exec(path) ?? [];
  return module === undefined ? [] : [module];
}
