// What one finished push consists of, and the Deployment that follows from it.

import type { ComponentId, RandomBytes } from "../kernel/database-types.ts";
import type { AuthProvider, DeployedComponent, Deployment } from "../kernel/function-types.ts";
import { buildTree, resolveEnvironments, type TreeNode } from "./definitions/component-tree.ts";
import { parseDefinition, PLAIN_APP } from "./definitions/definition-metadata.ts";
import type { Evaluation } from "./evaluation/evaluation.ts";
import { moduleHash } from "./wire/module-hash.ts";
import { stableJson } from "./wire/stable-json.ts";

export interface PushedApp extends Evaluation {
  udfServerVersion: string;
  importPhase: Deployment["importPhase"];
  /** External npm packages of "use node" modules. */
  nodeDependencies: { name: string; version: string }[];
  /** As requested in convex.json; returned so that the CLI sees no difference. */
  nodeVersion: string | null;
}

/** Component path → id; the app is `""` → `""`. */
export type ComponentIds = Record<string, ComponentId>;

/** The app before anything was pushed. */
export function emptyApp(): PushedApp {
  const metadata = parseDefinition(PLAIN_APP, "");
  return {
    definitions: {
      "": {
        metadata,
        schemaModule: null,
        schema: null,
        modules: {},
        analysis: {},
        analyzedWith: "",
      },
    },
    tree: buildTree({ "": metadata }),
    authProviders: [],
    udfServerVersion: "0.0.0",
    importPhase: { seed: "0".repeat(64), timestampMs: 0 },
    nodeDependencies: [],
    nodeVersion: null,
  };
}

/** Whether two apps are the same code: installing one over the other would change nothing. */
export function sameApp(a: PushedApp, b: PushedApp): boolean {
  return codeOf(a) === codeOf(b);
}

function codeOf(app: PushedApp): string {
  const definitions = Object.entries(app.definitions).map(([path, definition]) => [
    path,
    {
      metadata: definition.metadata.raw,
      schema: definition.schema?.exported ?? null,
      // A cached analysis and a fresh one may differ when a module reads the environment.
      analysis: definition.analysis,
      modules: Object.values(definition.modules)
        .map((module) => `${module.path} ${module.environment} ${moduleHash(module)}`)
        .sort(),
    },
  ]);
  const { udfServerVersion, nodeDependencies, nodeVersion, authProviders } = app;
  return stableJson({
    udfServerVersion,
    nodeDependencies,
    nodeVersion,
    authProviders,
    definitions: Object.fromEntries(definitions) as object,
  });
}

/** An id that no component has had. */
export function newComponentId(random: RandomBytes): ComponentId {
  return Buffer.from(random(12)).toString("hex");
}

/** The same ids for known paths, a new one for each path that was never mounted before. */
export function allocateIds(
  tree: TreeNode[],
  known: ComponentIds,
  random: RandomBytes,
): ComponentIds {
  const ids: ComponentIds = {};
  for (const { path } of tree) {
    const id = Object.hasOwn(known, path) ? known[path] : undefined;
    ids[path] = path === "" ? "" : (id ?? newComponentId(random));
  }
  return ids;
}

/** Everything user code depends on, from what was pushed and what is set. */
export function buildDeployment(
  app: PushedApp,
  given: {
    version: number;
    ids: ComponentIds;
    environment: Record<string, string>;
    authProviders: AuthProvider[];
    cloudOrigin: string;
    siteOrigin: string;
    nodePackages: NonNullable<Deployment["nodePackages"]>;
  },
): Deployment {
  const environments = resolveEnvironments(app.tree, given.environment, given);
  const components: Record<ComponentId, DeployedComponent> = {};
  for (const node of app.tree) {
    const id = given.ids[node.path] ?? "";
    const definition = app.definitions[node.definitionPath];
    components[id] = {
      id,
      path: node.path,
      definitionPath: node.definitionPath,
      parent: node.parent === null ? null : (given.ids[node.parent.path] ?? ""),
      children: Object.fromEntries(
        Object.entries(node.children).map(([name, child]) => [name, given.ids[child.path] ?? ""]),
      ),
      modules: definition?.modules ?? {},
      analysis: definition?.analysis ?? {},
      env: environments[node.path] ?? {},
      httpMounts: node.httpMounts,
      httpPrefix: node.httpPrefix,
    };
  }
  return {
    version: given.version,
    components,
    authProviders: given.authProviders,
    cloudOrigin: given.cloudOrigin,
    siteOrigin: given.siteOrigin,
    udfServerVersion: app.udfServerVersion,
    nodePackages: given.nodePackages,
    importPhase: app.importPhase,
  };
}
