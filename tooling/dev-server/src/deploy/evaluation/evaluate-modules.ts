// Evaluates what a push brings besides definitions and schemas: function modules and auth.config.

import { checkCronSpecs } from "../../functions/scheduling/cron-schedule.ts";
import type {
  AnalyzedModule,
  AuthProvider,
  Evaluator,
  PushedModule,
} from "../../kernel/function-types.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { isValidatorJson } from "../schema/schema-validators.ts";
import { keyOf, moduleHash } from "../wire/module-hash.ts";
import { pushError, pushLimitError, toPushError } from "../wire/push-error.ts";
import { stableJson } from "../wire/stable-json.ts";
import { parseAuthConfig } from "./auth-config.ts";
import type { EvaluationCache } from "./evaluation-cache.ts";
import type { Evaluation } from "./evaluation.ts";

export interface EvaluationParts {
  evaluator: Evaluator;
  cache: EvaluationCache;
  cloudOrigin: string;
  siteOrigin: string;
}

const AUTH_CONFIG = "auth.config.js";
const CRONS = "crons.js";

/**
 * Evaluates auth.config.js, if the app has one.
 * @throws BackendError 400 AuthConfigMissingEnvironmentVariable, AuthConfigNotMatchingSchemaError, …
 */
export async function evaluateAuth(
  parts: EvaluationParts,
  appModules: PushedModule[],
  environment: Record<string, string>,
): Promise<AuthProvider[]> {
  const config = appModules.find((module) => module.path === AUTH_CONFIG);
  if (config === undefined) return [];
  const env = { ...environment, ...origins(parts) };
  const chunks = appModules.filter(isChunk);
  const key = keyOf("auth", moduleHash(config), JSON.stringify(env));
  try {
    return await parts.cache.of(key, async () =>
      parseAuthConfig(await parts.evaluator.authConfig([config, ...chunks], env)),
    );
  } catch (error) {
    throw toPushError(error, {
      code: "InvalidAuthConfig",
      subject: `Failed to evaluate ${AUTH_CONFIG}`,
    });
  }
}

/**
 * Analyses the modules whose result is not known. The names of shared chunks contain a hash of
 * their content, so a module's own text changes with anything that it imports.
 */
export async function analyzeModules(
  parts: EvaluationParts,
  modules: PushedModule[],
  options: Parameters<Evaluator["modules"]>[1],
): Promise<Record<string, AnalyzedModule>> {
  const env = keyOf(stableJson(options.env));
  const own = modules.filter((module) => !isChunk(module));
  checkModuleCount(own.length);
  const keyed = own
    .filter((module) => module.path !== AUTH_CONFIG)
    .map((module) => ({ module, key: analysisKey(module, env) }));
  const unknown = keyed.filter(({ key }) => parts.cache.get(key) === undefined);
  // The evaluator looks for the functions that cron jobs name, so it then has to see all modules.
  const missing = unknown.some(({ module }) => module.path === CRONS) ? keyed : unknown;
  const fresh: Record<string, AnalyzedModule> = {};
  if (missing.length > 0) {
    try {
      const pushed = [...missing.map(({ module }) => module), ...modules.filter(isChunk)];
      const analyzed = await parts.evaluator.modules(pushed, options);
      for (const [path, module] of Object.entries(analyzed)) checkValidators(path, module);
      Object.assign(fresh, analyzed);
    } catch (error) {
      throw toPushError(error, {
        code: "InvalidModules",
        subject: "Failed to analyze the modules",
      });
    }
  }
  const analysis: Record<string, AnalyzedModule> = {};
  for (const { module, key } of keyed) {
    const result = (parts.cache.get(key) as AnalyzedModule | undefined) ?? fresh[module.path];
    if (result === undefined) continue;
    parts.cache.set(key, result);
    analysis[module.path] = result;
  }
  checkCrons(analysis);
  return analysis;
}

/** What the functions of a definition see of the environment when they are analysed. */
export function analysisEnvironment(
  parts: Pick<EvaluationParts, "cloudOrigin" | "siteOrigin">,
  definitionPath: string,
  environment: Record<string, string>,
): Record<string, string> {
  return { ...(definitionPath === "" ? environment : {}), ...origins(parts) };
}

/** Takes over what a loaded app knows, so that the first push after a start is quick. */
export function rememberApp(
  parts: EvaluationParts,
  app: Evaluation,
  environment: Record<string, string>,
): void {
  for (const [path, definition] of Object.entries(app.definitions)) {
    const { schemaModule, schema, analysis, modules } = definition;
    if (schemaModule !== null && schema !== null) {
      parts.cache.set(schemaKey(schemaModule), schema);
    }
    const env = keyOf(stableJson(analysisEnvironment(parts, path, environment)));
    if (definition.analyzedWith !== env) continue;
    for (const [modulePath, result] of Object.entries(analysis)) {
      const module = modules[modulePath];
      if (module !== undefined) parts.cache.set(analysisKey(module, env), result);
    }
  }
}

/** Cache key of an evaluated schema. */
export function schemaKey(module: PushedModule): string {
  return keyOf("schema", moduleHash(module));
}

function analysisKey(module: PushedModule, env: string): string {
  return keyOf("analysis", module.path, module.environment, moduleHash(module), env);
}

function checkModuleCount(count: number): void {
  const { value } = LIMITS.modules;
  if (count <= value) return;
  throw pushLimitError(
    "modules",
    `Too many files with functions in convex/: ${count}, at most ${value}.`,
  );
}

/** A validator that is not understood could not be enforced, so the push is refused. */
function checkValidators(path: string, { functions }: AnalyzedModule): void {
  for (const { name, args, returns } of functions) {
    for (const [what, text] of Object.entries({ args, returns })) {
      const validator: unknown = text === null ? null : JSON.parse(text);
      if (validator === null || isValidatorJson(validator)) continue;
      throw pushError(
        "InvalidModules",
        `The function "${name}" of ${path} has \`${what}\` that this backend does not understand: ${text}. ` +
          "Make it with `v` of a version of convex that the backend supports.",
      );
    }
  }
}

function checkCrons(analysis: Record<string, AnalyzedModule>): void {
  for (const [path, module] of Object.entries(analysis)) {
    if (module.cronSpecs === null) continue;
    try {
      checkCronSpecs(module.cronSpecs);
    } catch (error) {
      throw toPushError(error, { code: "InvalidCron", subject: `Failed to analyze ${path}` });
    }
    for (const [identifier, spec] of Object.entries(module.cronSpecs)) {
      const [name, fn = "default"] = spec.name.split(":");
      const target = analysis[`${(name ?? "").replace(/\.js$/, "")}.js`]?.functions.find(
        (each) => each.name === fn,
      );
      const problem =
        target === undefined
          ? "which does not exist"
          : target.udfType === "Query"
            ? "which is a query; use a mutation or an action"
            : null;
      if (problem !== null) {
        throw pushError(
          "InvalidCron",
          `The cron job "${identifier}" calls "${spec.name}", ${problem}.`,
        );
      }
    }
  }
}

function isChunk(module: PushedModule): boolean {
  return module.path.startsWith("_deps/");
}

/** The variables every component sees beside its own. */
export function origins(
  parts: Pick<EvaluationParts, "cloudOrigin" | "siteOrigin">,
): Record<string, string> {
  return { CONVEX_CLOUD_URL: parts.cloudOrigin, CONVEX_SITE_URL: parts.siteOrigin };
}
