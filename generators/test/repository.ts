// The files of this repository that generators read and edit, as they are: tests start from copies of these.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { shapesPath } from "@groundwork/convex-generators/repository/shapes";
import type { Tree } from "@groundwork/plop-engine/plan";
import { diskTree, memoryTree } from "@groundwork/plop-engine/tree";
import { scratch } from "@groundwork/plop-engine/testing/scratch";

export const workspace = join(import.meta.dirname, "..", "..");

const modules = ["notes", "tasks", "teams", "users"];
/** Modules whose tables have shapes of other names. */
const otherModules = ["emails", "jobs"].map(layout.backendModule);
const paths = [
  ...[".gitignore", ".prettierrc.json", ".prettierignore"],
  ...[layout.schema, layout.access, layout.references, layout.rateLimits],
  ...[layout.names, layout.errors, layout.flows, layout.apiTypes, layout.navigation],
  ...filesIn("packages/backend/convex/tables"),
  ...filesIn(layout.features),
  ...filesIn("packages/backend/convex/features"),
  ...[layout.components, layout.serverTypes, layout.deployGuide, layout.crons, layout.errands],
  ...[layout.http, layout.httpTests, layout.webhookTests, layout.backendModule("webhooks")],
  layout.manifestTests,
  layout.snapshot,
  layout.exampleRows,
  ...[layout.emailKinds, layout.emailExamples, layout.paths, layout.accountWords],
  ...filesIn("packages/validators/src/features"),
  ...[layout.migrations, layout.changes, layout.backendManifest, "pnpm-workspace.yaml"],
  ...[layout.remains, layout.testSetup, layout.indexedRows],
  `${layout.entities}/notes.json`,
  ...otherModules,
  ...filesIn("packages/validators/src/access"),
  ...modules.flatMap((name) => [shapesPath(diskTree(workspace), name), layout.backendModule(name)]),
  layout.backendTest("notes"),
];

function filesIn(folder: string): string[] {
  // The folder of optional features is gone with the last of them.
  if (!existsSync(join(workspace, folder))) return [];
  return readdirSync(join(workspace, folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}

/** Their texts by path. */
export const templateFiles: Readonly<Record<string, string>> = Object.fromEntries(
  [...new Set(paths)].map((path) => [path, readFileSync(join(workspace, path), "utf8")]),
);

/** The files in memory. */
export function templateTree(): Tree {
  return memoryTree(templateFiles);
}

/**
 * Makes a copy on disk, without tools: runs in it leave the checks out.
 * @returns the copy, to be removed
 */
export function copyRepository() {
  return scratch(templateFiles);
}
