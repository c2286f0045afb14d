// Evaluates a push without changing anything: definitions, schemas, auth config and functions, each
// in its own realm, and the checks that need the results.

import type { JsonValue } from "../../kernel/database-types.ts";
import type { Deployment, PushedModule } from "../../kernel/function-types.ts";
import {
  buildTree,
  checkHttpMounts,
  checkRootEnvironment,
  type TreeNode,
} from "../definitions/component-tree.ts";
import {
  parseDefinition,
  PLAIN_APP,
  type DefinitionMetadata,
} from "../definitions/definition-metadata.ts";
import { definitionOrder } from "../definitions/definition-order.ts";
import { parseSchema, type ParsedSchema } from "../schema/schema-parse.ts";
import { keyOf, moduleHash } from "../wire/module-hash.ts";
import { toPushError } from "../wire/push-error.ts";
import type { PushedDefinition, PushRequest } from "../wire/push-request.ts";
import { stableJson } from "../wire/stable-json.ts";
import {
  analysisEnvironment,
  analyzeModules,
  evaluateAuth,
  origins,
  schemaKey,
  type EvaluationParts,
} from "./evaluate-modules.ts";
import type { EvaluatedDefinition, Evaluation } from "./evaluation.ts";

interface EvaluationInput {
  /** The app's modules, the unchanged ones included. */
  appModules: PushedModule[];
  /** What the user has set. */
  environment: Record<string, string>;
  importPhase: Deployment["importPhase"];
  /** Where the external packages of the app's "use node" modules are. */
  nodePackages?: Deployment["nodePackages"];
}

/**
 * Evaluates and checks a push.
 * @throws BackendError 400 with the code and sentence of the first mistake found
 */
export async function evaluatePush(
  parts: EvaluationParts,
  request: PushRequest,
  input: EvaluationInput,
): Promise<Evaluation> {
  const structure = await evaluateStructure(parts, request, input.environment);
  const { environment } = input;
  const authProviders = await evaluateAuth(parts, input.appModules, environment);
  const definitions: Record<string, EvaluatedDefinition> = {};
  for (const pushed of [request.app, ...request.components]) {
    const { definitionPath } = pushed;
    const isApp = definitionPath === "";
    const { metadata, schema } = structure.definitions[definitionPath] ?? {};
    if (metadata === undefined) continue;
    const modules = isApp ? input.appModules : pushed.modules;
    const env = analysisEnvironment(parts, definitionPath, environment);
    const { importPhase, nodePackages = {} } = input;
    const analysis = await analyzeModules(parts, modules, { env, importPhase, nodePackages });
    definitions[definitionPath] = {
      metadata,
      schemaModule: pushed.schema,
      schema: schema ?? null,
      modules: Object.fromEntries(modules.map((module) => [module.path, module])),
      analysis,
      analyzedWith: keyOf(stableJson(env)),
    };
  }
  checkHttpMounts(
    structure.tree,
    Object.fromEntries(Object.entries(definitions).map(([path, each]) => [path, each.analysis])),
  );
  return { definitions, tree: structure.tree, authProviders };
}

/** The part of an evaluation that needs no functions: definitions, component tree and schemas. */
export async function evaluateStructure(
  parts: EvaluationParts,
  request: PushRequest,
  environment: Record<string, string>,
): Promise<{
  definitions: Record<string, { metadata: DefinitionMetadata; schema: ParsedSchema | null }>;
  tree: TreeNode[];
}> {
  const metadata = await evaluateDefinitions(parts, request, environment);
  const tree = buildTree(metadata);
  const app = metadata[""];
  if (app !== undefined) checkRootEnvironment(app, environment);
  const definitions: Record<string, { metadata: DefinitionMetadata; schema: ParsedSchema | null }> =
    {};
  for (const pushed of [request.app, ...request.components]) {
    const parsed = metadata[pushed.definitionPath];
    if (parsed === undefined) continue;
    const schema = await evaluateSchema(parts, pushed);
    definitions[pushed.definitionPath] = { metadata: parsed, schema };
  }
  return { definitions, tree };
}

async function evaluateDefinitions(
  parts: EvaluationParts,
  request: PushRequest,
  environment: Record<string, string>,
): Promise<Record<string, DefinitionMetadata>> {
  const raw: Record<string, JsonValue> = {};
  const parsed: Record<string, DefinitionMetadata> = {};
  for (const pushed of definitionOrder(request)) {
    const { definitionPath, definition } = pushed;
    const value =
      definition === null
        ? PLAIN_APP
        : await evaluateDefinition(parts, pushed, definition, {
            dependencies: pick(raw, pushed.dependencies),
            env: definitionPath === "" ? { ...environment, ...origins(parts) } : null,
          });
    raw[definitionPath] = value;
    parsed[definitionPath] = parseDefinition(value, definitionPath);
  }
  return parsed;
}

async function evaluateDefinition(
  parts: EvaluationParts,
  pushed: PushedDefinition,
  module: PushedModule,
  given: { dependencies: Record<string, JsonValue>; env: Record<string, string> | null },
): Promise<JsonValue> {
  const { definitionPath } = pushed;
  const key = keyOf(
    "definition",
    definitionPath,
    moduleHash(module),
    JSON.stringify(given.dependencies),
    given.env === null ? null : JSON.stringify(given.env),
  );
  try {
    return (
      await parts.cache.of(key, async () => ({
        value: await parts.evaluator.definition(
          module,
          definitionPath,
          given.dependencies,
          given.env,
        ),
      }))
    ).value;
  } catch (error) {
    const subject = `Failed to evaluate ${definitionPath === "" ? "" : `${definitionPath}/`}convex.config.js`;
    throw toPushError(error, { code: "InvalidDefinition", subject });
  }
}

async function evaluateSchema(
  parts: EvaluationParts,
  pushed: PushedDefinition,
): Promise<ParsedSchema | null> {
  const { schema, definitionPath } = pushed;
  if (schema === null) return null;
  try {
    return await parts.cache.of(schemaKey(schema), async () =>
      parseSchema(await parts.evaluator.schema(schema)),
    );
  } catch (error) {
    const where = definitionPath === "" ? "" : `${definitionPath}/`;
    throw toPushError(error, {
      code: "InvalidSchema",
      subject: `Failed to evaluate ${where}schema.js`,
    });
  }
}

function pick<T>(all: Record<string, T>, keys: string[]): Record<string, T> {
  return Object.fromEntries(keys.flatMap((key) => (key in all ? [[key, all[key] as T]] : [])));
}
