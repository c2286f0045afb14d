// Worker thread that evaluates pushed code before it is active: definitions, schemas, auth
// configuration, modules. Each request gets its own realm.

import vm from "node:vm";
import { parentPort } from "node:worker_threads";
import type { JsonValue } from "../../kernel/database-types.ts";
import type { AnalyzedModule, Deployment, PushedModule } from "../../kernel/function-types.ts";
import { AnalysisError, analyzeNamespace } from "./analyze.ts";
import { attempt, envSetting, type Setting } from "./evaluation-realm.ts";
import type { Namespace } from "./modules.ts";
import type { Realm } from "./realm.ts";

export type EvaluationRequest =
  | {
      kind: "definition";
      module: PushedModule;
      definitionPath: string;
      dependencies: Record<string, JsonValue>;
      env: Record<string, string> | null;
    }
  | { kind: "schema"; module: PushedModule }
  | { kind: "authConfig"; modules: PushedModule[]; env: Record<string, string> }
  | {
      kind: "modules";
      modules: PushedModule[];
      env: Record<string, string>;
      importPhase: Deployment["importPhase"];
    };

export type EvaluationReply =
  { ok: true; value: unknown } | { ok: false; code: string; message: string };

const FIXED_PHASE: Deployment["importPhase"] = { seed: "evaluation", timestampMs: 0 };

parentPort?.on("message", (message: { id: number; request: EvaluationRequest }) => {
  void serve(message.request).then((reply) => parentPort?.postMessage({ id: message.id, reply }));
});
// An unhandled rejection does not affect the requested evaluation.
process.on("unhandledRejection", () => undefined);

async function serve(request: EvaluationRequest): Promise<EvaluationReply> {
  try {
    return { ok: true, value: await evaluate(request) };
  } catch (error) {
    if (error instanceof AnalysisError)
      return { ok: false, code: error.code, message: error.message };
    return { ok: false, code: "InternalServerError", message: String(error) };
  }
}

function evaluate(request: EvaluationRequest): Promise<unknown> {
  switch (request.kind) {
    case "definition":
      return evaluateDefinition(request);
    case "schema":
      return evaluateSchema(request.module);
    case "authConfig":
      return evaluateAuthConfig(request.modules, request.env);
    case "modules":
      return analyzeModules(request);
  }
}

async function evaluateDefinition(
  request: Extract<EvaluationRequest, { kind: "definition" }>,
): Promise<JsonValue> {
  const { module, definitionPath } = request;
  const file = definitionPath === "" ? module.path : `${definitionPath}/${module.path}`;
  const setting: Setting = {
    modules: [module],
    ...envSetting(request.env ?? {}),
    importPhase: FIXED_PHASE,
    isPure: true,
    synthetic: (specifier, _importer, realm) =>
      dependencyModule(specifier, request.dependencies, realm()),
  };
  const failure = { code: "InvalidDefinition", title: `Failed to evaluate ${file}` };
  return attempt(setting, failure, async (realm) => {
    const namespace = await realm.loader.load(module.path);
    const definition = namespace.default as { export?: () => unknown } | undefined;
    const isDefinition = typeof definition?.export === "function";
    if (!isDefinition || Object.keys(namespace).join() !== "default") {
      throw new AnalysisError(
        "InvalidDefinition",
        `${file} must have one export: a default export of \`defineApp()\` or \`defineComponent()\`.`,
      );
    }
    const exported = JSON.parse(JSON.stringify(definition.export?.())) as Record<string, JsonValue>;
    return { ...exported, path: definitionPath };
  });
}

const DEPENDENCY = /^\.\/_componentDeps\/([\w-]+)$/;

/** `import rag from "./_componentDeps/<base64url of the definition path>"` */
function dependencyModule(
  specifier: string,
  dependencies: Record<string, JsonValue>,
  realm: Realm,
): vm.Module | null {
  const encoded = DEPENDENCY.exec(specifier)?.[1];
  const path = encoded === undefined ? "" : Buffer.from(encoded, "base64url").toString();
  const metadata = encoded === undefined ? undefined : dependencies[path];
  if (metadata === undefined) {
    throw new AnalysisError(
      "InvalidDefinition",
      `Can't import ${specifier} while evaluating component definition`,
    );
  }
  const { definitionType } = metadata as { definitionType?: { name?: string } };
  const description = {
    export: () => metadata,
    componentDefinitionPath: path,
    defaultName: definitionType?.name,
  };
  return new vm.SyntheticModule(
    ["default"],
    function setDefault(this: vm.SyntheticModule) {
      this.setExport("default", description);
    },
    { context: realm.context, identifier: `convex:/${specifier}` },
  );
}

async function evaluateSchema(module: PushedModule): Promise<string> {
  const setting: Setting = {
    modules: [module],
    ...envSetting({}),
    importPhase: FIXED_PHASE,
    isPure: false,
  };
  const failure = { code: "InvalidSchema", title: `Failed to evaluate ${module.path}` };
  return attempt(setting, failure, async (realm) => {
    const namespace = await realm.loader.load(module.path);
    if (!("default" in namespace)) {
      throw new AnalysisError(
        "MissingSchemaExportError",
        "The schema file is missing a default export of `defineSchema({…})`.",
      );
    }
    const schema = namespace.default as { export?: () => unknown } | null | undefined;
    const text = typeof schema?.export === "function" ? schema.export() : undefined;
    if (typeof text === "string") return text;
    throw new AnalysisError(
      "InvalidSchemaExport",
      "The default export of the schema file must be the result of `defineSchema({…})`.",
    );
  });
}

async function evaluateAuthConfig(
  modules: PushedModule[],
  env: Record<string, string>,
): Promise<JsonValue> {
  let missing: string | null = null;
  const setting: Setting = {
    modules,
    env(name) {
      if (Object.hasOwn(env, name)) return env[name];
      missing = name;
      // Reaches user code as an exception of the proxy that reads it.
      throw new Error(missingVariable(name));
    },
    envNames: Object.keys(env),
    importPhase: FIXED_PHASE,
    isPure: false,
  };
  const failure = {
    code: "AuthConfigNotMatchingSchemaError",
    title: "Failed to evaluate auth.config.js",
  };
  return attempt(setting, failure, async (realm) => {
    let namespace: Namespace;
    try {
      namespace = await realm.loader.load("auth.config.js");
    } catch (error) {
      if (missing === null) throw error;
      throw new AnalysisError("AuthConfigMissingEnvironmentVariable", missingVariable(missing));
    }
    if (namespace.default === undefined) {
      throw new AnalysisError(
        "AuthConfigMissingExportError",
        "auth.config.js is missing a default export.",
      );
    }
    return serializable(namespace.default);
  });
}

function missingVariable(name: string): string {
  return (
    `Environment variable ${name} is used in auth config file but its value was not set. ` +
    `Set it with \`npx convex env set ${name} <value>\`.`
  );
}

function serializable(value: unknown): JsonValue {
  try {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return JSON.parse(text) as JsonValue;
  } catch {
    // Reported below.
  }
  throw new AnalysisError(
    "AuthConfigUnserializableError",
    "The default export of auth.config.js cannot be written as JSON.",
  );
}

async function analyzeModules(
  request: Extract<EvaluationRequest, { kind: "modules" }>,
): Promise<Record<string, AnalyzedModule>> {
  const setting: Setting = {
    modules: request.modules,
    ...envSetting(request.env),
    importPhase: request.importPhase,
    isPure: false,
  };
  const analyzed: Record<string, AnalyzedModule> = {};
  let current = "";
  const failure = {
    code: "InvalidModules",
    get title() {
      return `Failed to analyze ${current}`;
    },
  };
  await attempt(setting, failure, async (realm) => {
    for (const { path } of request.modules) {
      if (path.startsWith("_deps/") || path === "auth.config.js") continue;
      current = path;
      analyzed[path] = analyzeNamespace(path, await realm.loader.load(path));
    }
  });
  return analyzed;
}
