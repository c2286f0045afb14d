// Where an import leads in the repository, without asking the disk.
import { posix } from "node:path";
import type { Tree } from "@groundwork/plop-engine/plan";

/** What a package exports by a pattern: `@repo/validators/` → `packages/validators/src/`. */
export type Exports = ReadonlyMap<string, string>;

/** Reads the packages whose manifest exports `./*` from a folder. */
export function exportsOf(tree: Tree, manifests: readonly string[]): Exports {
  return new Map(
    manifests.flatMap((path): [string, string][] => {
      const { name, exports } = JSON.parse(tree.read(path)!) as {
        name: string;
        exports?: Record<string, string>;
      };
      const [, folder] = /^\.\/(.*)\*\.ts$/.exec(exports?.["./*"] ?? "") ?? [];
      return folder === undefined ? [] : [[`${name}/`, posix.join(posix.dirname(path), folder)]];
    }),
  );
}

/** The paths that an import may lead to; none for one of an npm package. */
export function resolveIn(exported: Exports, from: string, specifier: string): string[] {
  const path = pathOf(exported, from, specifier);
  if (path === null) return [];
  const bare = path.replace(/\.[jt]s$/, "");
  return [path, `${bare}.ts`, `${bare}.tsx`];
}

function pathOf(exported: Exports, from: string, specifier: string): string | null {
  if (/^\.{1,2}\//.test(specifier)) return posix.join(posix.dirname(from), specifier);
  const [prefix] = /^@[^/]+\/[^/]+\//.exec(specifier) ?? [];
  const folder = prefix && exported.get(prefix);
  return folder ? posix.join(folder, specifier.slice(prefix.length)) : null;
}
