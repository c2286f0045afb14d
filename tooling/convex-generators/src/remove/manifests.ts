// The npm packages of a removed feature, in the manifests and in the catalog of the workspace.
import type { Tree } from "@groundwork/plop-engine/plan";

/** Lists the packages of the workspace, and the versions of theirs. */
export const CATALOG = "pnpm-workspace.yaml";

const KINDS = ["dependencies", "devDependencies"] as const;
type Manifest = Partial<Record<(typeof KINDS)[number], Record<string, string>>>;

/** A manifest without packages. */
export function withoutPackages(text: string, packages: readonly string[]): string {
  const manifest = JSON.parse(text) as Manifest;
  const isThere = (name: string) => KINDS.some((kind) => manifest[kind]?.[name] !== undefined);
  if (!packages.some(isThere)) return text;
  for (const kind of KINDS) for (const name of packages) delete manifest[kind]?.[name];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The catalog without packages that no manifest names any more. */
export function withoutCatalogEntries(
  text: string,
  packages: readonly string[],
  manifests: readonly string[],
): string {
  const isUsed = (name: string) =>
    manifests.some((manifest) => {
      const parsed = JSON.parse(manifest) as Manifest;
      return KINDS.some((kind) => parsed[kind]?.[name] !== undefined);
    });
  const unused = packages.filter((name) => !isUsed(name));
  return text
    .split("\n")
    .filter(
      (line) =>
        !unused.some((name) => line.startsWith(`  "${name}": `) || line.startsWith(`  ${name}: `)),
    )
    .join("\n");
}

/** The manifests of the workspace, by their paths. */
export function manifestPaths(tree: Tree): string[] {
  const [, listed = ""] = /^packages:\n((?: +- .*\n)+)/m.exec(tree.read(CATALOG) ?? "") ?? [];
  const folders = [...listed.matchAll(/- "?([^"\n]+?)(\/\*)?"?$/gm)].flatMap(([, folder, all]) =>
    all === undefined ? [`${folder}/`] : tree.list(`${folder}/`).map((name) => `${folder}/${name}`),
  );
  return ["", ...folders]
    .map((folder) => `${folder}package.json`)
    .filter((path) => tree.read(path) !== null);
}
