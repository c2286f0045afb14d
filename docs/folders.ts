// Which folders import from each other, by the exact folder of each file: a folder and its parent are two.
import { posix } from "node:path";

/** A file and what it imports, as dependency-cruiser reports them: paths relative to the workspace. */
export interface CruisedModule {
  source: string;
  dependencies: { resolved: string; coreModule: boolean }[];
}

/**
 * Finds the circles of folders.
 * @param modules the files of the workspace
 * @returns for each folder that imports from itself through others: the way round, `a -> b -> a`
 */
export function circlesOf(modules: readonly CruisedModule[]): string[] {
  const graph = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    const from = posix.dirname(source);
    for (const { resolved, coreModule } of dependencies) {
      const to = posix.dirname(resolved);
      if (coreModule || from === to) continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  return [...graph.keys()].flatMap((folder) => wayBack(graph, folder)?.join(" -> ") ?? []);
}

/** The shortest way from a folder to itself; undefined when there is none. */
function wayBack(graph: ReadonlyMap<string, ReadonlySet<string>>, start: string) {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}
