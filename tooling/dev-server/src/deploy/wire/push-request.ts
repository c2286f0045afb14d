// The body of start_push, evaluate_push and evaluate_schema: decoded by hand, so that a wrong shape
// is a clear 400 and nothing unchecked goes further.

import { BackendError } from "../../kernel/errors.ts";
import type { PushedModule } from "../../kernel/function-types.ts";

export interface UnchangedModule {
  path: string;
  environment: "isolate" | "node";
  sha256: string;
}
export interface PushedDefinition {
  /** `""` for the app. */
  definitionPath: string;
  definition: PushedModule | null;
  /** Definition paths imported by this one. */
  dependencies: string[];
  schema: PushedModule | null;
  modules: PushedModule[];
}
export interface PushRequest {
  dryRun: boolean;
  app: PushedDefinition & { unchanged: UnchangedModule[]; udfServerVersion: string };
  components: PushedDefinition[];
  nodeDependencies: { name: string; version: string }[];
  /** `node.nodeVersion` of convex.json, such as "22"; null when it is not set. */
  nodeVersion: string | null;
}

type Json = Record<string, unknown>;

/**
 * Checks a push's shape.
 * @throws BackendError BadPushRequest naming the key that is wrong; InvalidModulePath
 */
export function decodePushRequest(body: unknown): PushRequest {
  const root = object(body, "the body");
  const app = object(root.appDefinition, "appDefinition");
  const nodeVersion = root.nodeVersion ?? null;
  return {
    dryRun: root.dryRun === true,
    nodeVersion: nodeVersion === null ? null : text(nodeVersion, "nodeVersion"),
    app: {
      definitionPath: "",
      definition: optionalModule(app.definition, "appDefinition.definition"),
      dependencies: strings(app.dependencies, "appDefinition.dependencies"),
      schema: optionalModule(app.schema, "appDefinition.schema"),
      // The CLI before 1.32 sends every module of the app, as it does for components.
      modules:
        app.changedModules === undefined && app.functions !== undefined
          ? modules(app.functions, "appDefinition.functions")
          : modules(app.changedModules, "appDefinition.changedModules"),
      unchanged: list(app.unchangedModuleHashes ?? [], "appDefinition.unchangedModuleHashes").map(
        (item, index) => unchanged(item, `appDefinition.unchangedModuleHashes[${index}]`),
      ),
      udfServerVersion: text(app.udfServerVersion, "appDefinition.udfServerVersion"),
    },
    components: list(root.componentDefinitions, "componentDefinitions").map((item, index) =>
      component(item, `componentDefinitions[${index}]`),
    ),
    nodeDependencies: list(root.nodeDependencies ?? [], "nodeDependencies").map((item, index) => {
      const dependency = object(item, `nodeDependencies[${index}]`);
      return {
        name: text(dependency.name, `nodeDependencies[${index}].name`),
        version: text(dependency.version, `nodeDependencies[${index}].version`),
      };
    }),
  };
}

function component(value: unknown, at: string): PushedDefinition {
  const item = object(value, at);
  return {
    definitionPath: text(item.definitionPath, `${at}.definitionPath`),
    definition: module(item.definition, `${at}.definition`),
    dependencies: strings(item.dependencies, `${at}.dependencies`),
    schema: optionalModule(item.schema, `${at}.schema`),
    modules: modules(item.functions, `${at}.functions`),
  };
}

function modules(value: unknown, at: string): PushedModule[] {
  const seen = new Set<string>();
  return list(value, at).map((item, index) => {
    const decoded = module(item, `${at}[${index}]`);
    if (seen.has(decoded.path)) throw wrong(`${at} has "${decoded.path}" twice`);
    seen.add(decoded.path);
    return decoded;
  });
}

function module(value: unknown, at: string): PushedModule {
  const item = object(value, at);
  const sourceMap = item.sourceMap ?? undefined;
  if (sourceMap !== undefined && typeof sourceMap !== "string") {
    throw wrong(`${at}.sourceMap must be a string`);
  }
  return {
    path: modulePath(item.path, `${at}.path`),
    source: text(item.source, `${at}.source`),
    ...(sourceMap === undefined ? {} : { sourceMap }),
    environment: environment(item.environment, `${at}.environment`),
  };
}

function optionalModule(value: unknown, at: string): PushedModule | null {
  return value === null || value === undefined ? null : module(value, at);
}

function unchanged(value: unknown, at: string): UnchangedModule {
  const item = object(value, at);
  return {
    path: modulePath(item.path, `${at}.path`),
    environment: environment(item.environment, `${at}.environment`),
    sha256: text(item.sha256, `${at}.sha256`),
  };
}

function modulePath(value: unknown, at: string): string {
  const path = text(value, at);
  const parts = path.split("/");
  if (
    !path.endsWith(".js") ||
    parts.some((part) => !/^[A-Za-z0-9_.]+$/.test(part) || /^\.+$/.test(part))
  ) {
    throw new BackendError(
      "InvalidModulePath",
      `"${path}" is not a module path: parts of letters, digits, "_" and ".", joined by "/", ending in ".js".`,
    );
  }
  return path;
}

function environment(value: unknown, at: string): "isolate" | "node" {
  if (value === "isolate" || value === "node") return value;
  throw wrong(`${at} must be "isolate" or "node"`);
}

function strings(value: unknown, at: string): string[] {
  return list(value, at).map((item, index) => text(item, `${at}[${index}]`));
}

function list(value: unknown, at: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(`${at} must be a list`);
}

function object(value: unknown, at: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw wrong(`${at} must be an object`);
}

function text(value: unknown, at: string): string {
  if (typeof value === "string") return value;
  throw wrong(`${at} must be a string`);
}

function wrong(what: string): BackendError {
  return new BackendError("BadPushRequest", `The push is malformed: ${what}.`);
}
