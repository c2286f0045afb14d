// The answer to start_push, from which the CLI generates types.

import type { JsonValue } from "../kernel/database-types.ts";
import type { AnalyzedModule } from "../kernel/function-types.ts";
import type { TreeNode } from "./definitions/component-tree.ts";
import { checkedExports, definitionExports, publicExports } from "./definitions/exports.ts";
import { authInfo } from "./evaluation/auth-config.ts";
import type { EvaluatedDefinition } from "./evaluation/evaluation.ts";
import type { ComponentIds, PushedApp } from "./pushed-app.ts";
import type { WireIndexDiff } from "./wire/index-wire.ts";

export interface SchemaChange {
  allocatedComponentIds: ComponentIds;
  /** Names the evaluated push; the only part of the echoed answer that is believed. */
  schemaIds: { push: string };
  indexDiffs: Record<string, WireIndexDiff>;
}

/** The whole answer; see `startPushResponse` of the CLI for its shape. */
export function startPushResponse(
  app: PushedApp,
  given: { environment: Record<string, string>; schemaChange: SchemaChange },
): Record<string, unknown> {
  const root = app.tree[0];
  return {
    environmentVariables: given.environment,
    externalDepsId: null,
    componentDefinitionPackages: mapValues(app.definitions, () => ({})),
    appAuth: app.authProviders.map(authInfo),
    analysis: mapValues(app.definitions, (definition, path) =>
      evaluatedDefinition(app, definition, path),
    ),
    app: root === undefined ? null : checkedComponent(app, root),
    schemaChange: given.schemaChange,
  };
}

function evaluatedDefinition(
  app: PushedApp,
  definition: EvaluatedDefinition,
  path: string,
): Record<string, unknown> {
  const { metadata, schema, analysis } = definition;
  return {
    definition: {
      ...metadata.raw,
      path,
      definitionType:
        path === ""
          ? {
              type: "app",
              ...(metadata.httpPrefix === null ? {} : { httpPrefix: metadata.httpPrefix }),
            }
          : { type: "childComponent", name: metadata.name, args: [] },
      exports: path === "" ? definitionExports({}) : definitionExports(publicExports(analysis)),
    },
    schema: schema?.exported ?? null,
    functions: mapValues(analysis, wireModule),
    udfConfig: {
      serverVersion: app.udfServerVersion,
      importPhaseRngSeed: {
        $bytes: Buffer.from(app.importPhase.seed, "hex").toString("base64"),
      },
      importPhaseUnixTimestamp: { $integer: int64(BigInt(app.importPhase.timestampMs)) },
    },
  };
}

function wireModule(module: AnalyzedModule): Record<string, unknown> {
  return {
    functions: module.functions.map(({ name, udfType, visibility, args, returns }) => ({
      name,
      pos: null,
      udfType,
      visibility,
      args,
      returns,
    })),
    httpRoutes: module.httpRoutes?.map((route) => ({ route, pos: null })) ?? null,
    cronSpecs:
      module.cronSpecs === null
        ? null
        : Object.entries(module.cronSpecs).map(([identifier, spec]) => ({ identifier, spec })),
    sourceMapped: null,
  };
}

function checkedComponent(app: PushedApp, node: TreeNode): Record<string, unknown> {
  const analysis = app.definitions[node.definitionPath]?.analysis ?? {};
  const exports: Record<string, JsonValue> =
    node.path === "" ? {} : checkedExports(publicExports(analysis), node.path);
  return {
    definitionPath: node.definitionPath,
    componentPath: node.path,
    args: {},
    childComponents: mapValues(node.children, (child) => checkedComponent(app, child)),
    httpRoutes: {
      httpModuleRoutes: analysis["http.js"]?.httpRoutes ?? null,
      mounts: Object.keys(node.httpMounts),
    },
    exports,
    ...(node.httpPrefix === null ? {} : { httpPrefix: node.httpPrefix }),
  };
}

function int64(value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes.toString("base64");
}

function mapValues<T, U>(
  object: Record<string, T>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
