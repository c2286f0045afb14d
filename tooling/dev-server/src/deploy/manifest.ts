// A pushed app on disk: sources and source maps as files named by their hash, and one manifest file
// that names them. The database holds the manifest's hash, so the row switches all of it at once.

import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type {
  AnalyzedModule,
  AuthProvider,
  Deployment,
  PushedModule,
} from "../kernel/function-types.ts";
import { buildTree } from "./definitions/component-tree.ts";
import { parseDefinition } from "./definitions/definition-metadata.ts";
import type { EvaluatedDefinition } from "./evaluation/evaluation.ts";
import type { PushedApp } from "./pushed-app.ts";
import { parseSchema } from "./schema/schema-parse.ts";
import { moduleHash } from "./wire/module-hash.ts";

interface StoredModule {
  path: string;
  environment: "isolate" | "node";
  hash: string;
  hasSourceMap: boolean;
}
interface StoredDefinition {
  metadata: JsonValue;
  schema: JsonValue;
  schemaModule: StoredModule | null;
  modules: StoredModule[];
  analysis: Record<string, AnalyzedModule>;
  analyzedWith: string;
}
interface Manifest {
  format: 1;
  udfServerVersion: string;
  importPhase: Deployment["importPhase"];
  nodeDependencies: { name: string; version: string }[];
  nodeVersion: string | null;
  authProviders: AuthProvider[];
  definitions: Record<string, StoredDefinition>;
}

/**
 * Writes an app's files, those that are not there yet, and waits until they are on the disk.
 * @returns the hash that `loadApp` takes
 */
export async function saveApp(directory: string, app: PushedApp): Promise<string> {
  await mkdir(directory, { recursive: true });
  const files = new Map<string, string>();
  const definitions: Record<string, StoredDefinition> = {};
  for (const [path, definition] of Object.entries(app.definitions)) {
    const store = (module: PushedModule): StoredModule => storeModule(module, files);
    definitions[path] = {
      metadata: definition.metadata.raw,
      schema: definition.schema?.exported ?? null,
      schemaModule: definition.schemaModule === null ? null : store(definition.schemaModule),
      modules: Object.values(definition.modules).map(store),
      analysis: definition.analysis,
      analyzedWith: definition.analyzedWith,
    };
  }
  const manifest: Manifest = {
    format: 1,
    udfServerVersion: app.udfServerVersion,
    importPhase: app.importPhase,
    nodeDependencies: app.nodeDependencies,
    nodeVersion: app.nodeVersion,
    authProviders: app.authProviders,
    definitions,
  };
  const text = JSON.stringify(manifest);
  const hash = createHash("sha256").update(text).digest("hex");
  files.set(`${hash}.json`, text);
  await Promise.all([...files].map(([name, content]) => writeDurably(directory, name, content)));
  await syncDirectory(directory);
  return hash;
}

/**
 * Reads an app back.
 * @throws BackendError DeploymentFilesMissing when a file is gone or not what its name says
 */
export async function loadApp(directory: string, hash: string): Promise<PushedApp> {
  const text = await readChecked(directory, `${hash}.json`);
  const manifest = JSON.parse(text) as Manifest;
  const definitions: Record<string, EvaluatedDefinition> = {};
  for (const [path, stored] of Object.entries(manifest.definitions)) {
    const modules = await Promise.all(stored.modules.map((each) => loadModule(directory, each)));
    definitions[path] = {
      metadata: parseDefinition(stored.metadata, path),
      schemaModule:
        stored.schemaModule === null ? null : await loadModule(directory, stored.schemaModule),
      schema: stored.schema === null ? null : parseSchema(JSON.stringify(stored.schema)),
      modules: Object.fromEntries(modules.map((module) => [module.path, module])),
      analysis: stored.analysis,
      analyzedWith: stored.analyzedWith,
    };
  }
  const metadata = Object.entries(definitions).map(
    ([path, each]) => [path, each.metadata] as const,
  );
  return {
    definitions,
    tree: buildTree(Object.fromEntries(metadata)),
    authProviders: manifest.authProviders,
    udfServerVersion: manifest.udfServerVersion,
    importPhase: manifest.importPhase,
    nodeDependencies: manifest.nodeDependencies,
    nodeVersion: manifest.nodeVersion,
  };
}

/** Removes every file the current app does not name. */
export async function removeOldFiles(directory: string, hash: string): Promise<void> {
  const manifest = JSON.parse(await readChecked(directory, `${hash}.json`)) as Manifest;
  const kept = new Set([`${hash}.json`]);
  for (const definition of Object.values(manifest.definitions)) {
    for (const module of [...definition.modules, definition.schemaModule]) {
      if (module === null) continue;
      kept.add(`${module.hash}.js`);
      if (module.hasSourceMap) kept.add(`${module.hash}.map`);
    }
  }
  const names = await readdir(directory);
  await Promise.all(
    names
      .filter((name) => !kept.has(name))
      .map((name) => rm(join(directory, name), { force: true })),
  );
}

function storeModule(module: PushedModule, files: Map<string, string>): StoredModule {
  const hash = moduleHash(module);
  files.set(`${hash}.js`, module.source);
  if (module.sourceMap !== undefined) files.set(`${hash}.map`, module.sourceMap);
  return {
    path: module.path,
    environment: module.environment,
    hash,
    hasSourceMap: module.sourceMap !== undefined,
  };
}

async function loadModule(directory: string, stored: StoredModule): Promise<PushedModule> {
  const source = await readChecked(directory, `${stored.hash}.js`);
  const sourceMap = stored.hasSourceMap
    ? await readChecked(directory, `${stored.hash}.map`)
    : undefined;
  return {
    path: stored.path,
    source,
    ...(sourceMap === undefined ? {} : { sourceMap }),
    environment: stored.environment,
  };
}

async function readChecked(directory: string, name: string): Promise<string> {
  try {
    return await readFile(join(directory, name), "utf8");
  } catch (error) {
    throw new BackendError(
      "DeploymentFilesMissing",
      `The file ${join(directory, name)} of the deployed code cannot be read ` +
        `(${error instanceof Error ? error.message : String(error)}). ` +
        "Restore it, or start again from nothing with --reset.",
      500,
    );
  }
}

/** Content never changes under a name, so a file that has its full length is left alone. */
async function writeDurably(directory: string, name: string, content: string): Promise<void> {
  const path = join(directory, name);
  const bytes = Buffer.from(content);
  const known = await stat(path).catch(() => null);
  if (known?.size === bytes.length) return;
  const temporary = `${path}.new`;
  const file = await open(temporary, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** Makes the new names themselves durable; not every file system can. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
