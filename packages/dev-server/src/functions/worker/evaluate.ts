// Worker thread that evaluates pushed code before it is active: definitions, schemas, auth
// configuration, modules. Each request gets a realm of its own.

import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { JsonValue } from "../../engine/types.ts";
import type { Guarded } from "../realm/host.ts";
import type { AnalyzedModule, Deployment, PushedModule } from "../types.ts";
import { AnalysisError, analyzeNamespace } from "./analyze.ts";
import { formatValues, LogLines } from "./log-lines.ts";
import type { Namespace } from "./modules.ts";
import { createRealm, type Realm } from "./realm.ts";
import { SeededRandom } from "./seeded-random.ts";
import { describeThrown } from "./thrown.ts";

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

interface Setting {
  modules: PushedModule[];
  env: (name: string) => string | undefined;
  envNames: string[];
  importPhase: Deployment["importPhase"];
  /** Definitions must not depend on time or chance at all. */
  isPure: boolean;
  synthetic?: (specifier: string, importer: string, realm: () => Realm) => vm.Module | null;
}

const FIXED_PHASE: Deployment["importPhase"] = { seed: "evaluation", timestampMs: 0 };
const { realmScript } = workerData as { realmScript: string };

parentPort?.on("message", (message: { id: number; request: EvaluationRequest }) => {
  void serve(message.request).then((reply) => parentPort?.postMessage({ id: message.id, reply }));
});
// A rejection nobody waits for does not concern the evaluation that is asked for.
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

/** Runs `use` and turns what user code throws into an AnalysisError with its logs. */
async function attempt<T>(
  setting: Setting,
  failure: { code: string; title: string },
  use: (realm: Realm) => Promise<T>,
): Promise<T> {
  const logs = new LogLines(() => setting.importPhase.timestampMs);
  const realm = evaluationRealm(setting, logs);
  try {
    return await use(realm);
  } catch (error) {
    if (error instanceof AnalysisError) throw error;
    const { message } = describeThrown(error, realm.position);
    const printed = logs.lines
      .map((line) => `\n[${line.level}] ${line.messages.join(" ")}`)
      .join("");
    throw new AnalysisError(failure.code, `${failure.title}: ${message}${printed}`);
  }
}

function evaluationRealm(setting: Setting, logs: LogLines): Realm {
  let random = new SeededRandom(setting.importPhase.seed);
  const realm: Realm = createRealm({
    script: realmScript,
    modules: Object.fromEntries(setting.modules.map((module) => [module.path, module])),
    enterModule: (path) => {
      random = new SeededRandom(`${setting.importPhase.seed}:${path}`);
      return () => undefined;
    },
    synthetic: (specifier, importer) =>
      setting.synthetic?.(specifier, importer, () => realm) ?? null,
    host: {
      isDeterministic: true,
      syscall: () => ({ ok: false, failure: { message: "Can't use database at import time" } }),
      asyncSyscall: () => undefined,
      jsSyscall: () => undefined,
      refuse: (what) => refusal(what, setting.isPure),
      now: () => setting.importPhase.timestampMs,
      random: () => random.number(),
      fillRandom: (bytes) => random.fill(bytes),
      log: (level, values, suffix) =>
        logs.log(level, formatValues(values) + (suffix === undefined ? "" : `\n${suffix}`)),
      env: setting.env,
      envNames: () => setting.envNames,
      fetch,
      setTimer: () => 0,
      clearTimer: () => undefined,
      subtle: (method, args, resolve, reject) => {
        const subtle = crypto.subtle as unknown as Record<
          string,
          (...a: unknown[]) => Promise<unknown>
        >;
        subtle[method]?.(...args).then(resolve, reject);
      },
    },
  });
  return realm;
}

function refusal(what: Guarded, isPure: boolean): string | null {
  switch (what) {
    case "Convex":
      return "Can't use database at import time";
    case "fetch()":
    case "setTimeout":
    case "setInterval":
      return `Can't use ${what} at import time`;
    case "Date":
    case "Math.random":
    case "crypto":
      return isPure ? `Can't use ${what} while evaluating a definition` : null;
    case "process.env":
      return null;
  }
}

function envSetting(env: Record<string, string>): Pick<Setting, "env" | "envNames"> {
  return {
    env: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
    envNames: Object.keys(env),
  };
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
