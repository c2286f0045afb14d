// A dependency of a package, in its manifest, and its version, in the catalog of the workspace.
import type { FileEdit } from "@groundwork/plop-engine/edit/plan";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { blockKey } from "./yaml-blocks.ts";

const WORKSPACE = "pnpm-workspace.yaml";

/**
 * Edits a manifest and the catalog.
 * @param manifest the path of the package.json
 * @param name the package that it depends on
 * @param version the exact one, where the catalog has none yet
 */
export function dependencyEdits(manifest: string, name: string, version: string): FileEdit[] {
  return [
    {
      path: manifest,
      fragments: [{ kind: "dependency", key: name, text: `"${name}": "catalog:"` }],
    },
    {
      path: WORKSPACE,
      fragments: [
        { kind: "yamlBlock", key: blockKey("catalog", name), text: `"${name}": ${version}` },
      ],
    },
  ];
}

type Manifest = Record<string, unknown> & { dependencies?: Record<string, string> };

/** A dependency in a package.json. Key: the name of the package. */
export const dependencyEditor: FragmentEditor = {
  isSame: (one, other) => one === other,

  has: (_path, text, { key }) => dependenciesOf(text)[key] !== undefined,

  add: (_path, text, { key, text: line }) => {
    const version = /: "(.*)"$/.exec(line)?.[1] ?? "";
    return withDependencies(text, { ...dependenciesOf(text), [key]: version });
  },

  read: (_path, text, { key }) => {
    const version = dependenciesOf(text)[key];
    return version === undefined ? null : `"${key}": "${version}"`;
  },

  remove: (_path, text, { key }) => {
    const { [key]: _removed, ...kept } = dependenciesOf(text);
    return withDependencies(text, kept);
  },
};

function dependenciesOf(text: string): Record<string, string> {
  return (JSON.parse(text) as Manifest).dependencies ?? {};
}

/** The manifest with these dependencies, in the order that pnpm writes them. */
function withDependencies(text: string, dependencies: Record<string, string>): string {
  const sorted = Object.entries(dependencies).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const manifest: Manifest = JSON.parse(text) as Manifest;
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? "  ";
  const changed = { ...manifest, dependencies: Object.fromEntries(sorted) };
  return `${JSON.stringify(changed, null, indent)}\n`;
}
