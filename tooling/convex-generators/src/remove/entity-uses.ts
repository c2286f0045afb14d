// The lines of the project that use an entity, but for its own.
import { type HandWritten, usesOf } from "@groundwork/plop-engine/removal/cut";
import { linesNaming } from "@groundwork/plop-engine/removal/markdown";
import type { PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { lineIn } from "@groundwork/plop-engine/run/lines";
import { readAccess } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import { manifestPaths } from "./manifests.ts";
import { functionNames, leadsAway, pathsIn, takers } from "./reach.ts";
import { exportsOf, resolveIn } from "./resolve.ts";
import { isRouteOf } from "./routes.ts";
import type { Parts } from "./entity-parts.ts";

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
  const isFunction = functionNames(tree, modules);
  const permissions = permissionsOf(tables, tree);
  const texts = new Set([...permissions.keys(), ...limits.map(({ key }) => key)]);
  const isRoute = isRouteOf(gone);
  const usesIn = (path: string, text: string) => {
    if (path.endsWith(".md"))
      return linesNaming(path, text, (to) => leadsAway(path, to, isGone, []));
    const isInvented = (named: string) => isTest(path) && makes(text, permissions.get(named));
    return usesOf(path, text, {
      isRemoved: (specifier) => resolveIn(exported, path, specifier).some(isGone),
      properties: { internal: modules, api: modules },
      names,
      isNamed: (named) =>
        isFunction(named) || isRoute(named) || (texts.has(named) && !isInvented(named)),
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

/** The permissions that the matrix has of tables: `orders.read` → orders. */
function permissionsOf(tables: readonly string[], tree: Tree): ReadonlyMap<string, string> {
  const access = readAccess(tree).tables;
  const pairs = tables.flatMap((table) =>
    Object.keys(access[table]?.grants ?? {}).map((name) => [`${table}.${name}`, table] as const),
  );
  return new Map(pairs);
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path);

/** Whether a module has a table of its own, as a test of the matrix does: `{ orders: { read: … } }`. */
function makes(text: string, table: string | undefined): boolean {
  return table !== undefined && new RegExp(`\\b${table}: \\{`).test(text);
}

/** The module of functions that a file is: `tickets`. */
function moduleOf(path: string): string[] {
  const [, module] = new RegExp(`^${layout.convex}/(\\w+)\\.ts$`).exec(path) ?? [];
  return module === undefined ? [] : [module];
}
