// For tests: pushes source files to a running server the way the official CLI does, without it.

import { brotliCompressSync, constants } from "node:zlib";
import type { PushedModule } from "../kernel/function-types.ts";
import type { RunningServer } from "../server-options.ts";
import { bundleModules } from "./bundle-modules.ts";

/** Files of a `convex/` folder by name. */
export type Files = Record<string, string>;

export interface PushOptions {
  /** Text of convex.config.js, already without imports of packages. */
  definition?: string;
  dependencies?: string[];
  components?: { definitionPath: string; definition: string; files: Files }[];
  dryRun?: boolean;
  nodeDependencies?: { name: string; version: string }[];
  /** Modules to say are unchanged, by path. */
  unchanged?: { path: string; environment: string; sha256: string }[];
}
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Calls a route with the admin key; the body of a push goes compressed, as the CLI sends it. */
export async function call(server: RunningServer, route: string, body: object): Promise<Answer> {
  const isPush = route.startsWith("/api/deploy2/");
  const json = JSON.stringify({ ...(isPush ? { adminKey: server.adminKey } : {}), ...body });
  const response = await fetch(server.cloudOrigin + route, {
    method: "POST",
    headers: {
      authorization: `Convex ${server.adminKey}`,
      "content-type": "application/json",
      ...(isPush ? { "content-encoding": "br" } : {}),
    },
    body: isPush
      ? brotliCompressSync(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : json,
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

/** The body of start_push for an app of these files. */
export async function pushBody(files: Files, options: PushOptions = {}): Promise<object> {
  const { schema, modules } = await bundled(files);
  return {
    dryRun: options.dryRun ?? false,
    functions: "convex/",
    appDefinition: {
      definition: options.definition === undefined ? null : definitionModule(options.definition),
      dependencies: options.dependencies ?? [],
      schema,
      changedModules: modules,
      unchangedModuleHashes: options.unchanged ?? [],
      udfServerVersion: "1.49.0",
    },
    componentDefinitions: await Promise.all(
      (options.components ?? []).map(async (component) => {
        const implementation = await bundled(component.files);
        return {
          definitionPath: component.definitionPath,
          definition: definitionModule(component.definition),
          dependencies: [],
          schema: implementation.schema,
          functions: implementation.modules,
          udfServerVersion: "1.49.0",
        };
      }),
    ),
    nodeDependencies: options.nodeDependencies ?? [],
  };
}

/** start, wait, finish; the answer of the first step that fails, else of the last. */
export async function push(
  server: RunningServer,
  files: Files,
  options: PushOptions = {},
): Promise<Answer> {
  const started = await start(server, files, options);
  if (started.status !== 200) return started;
  const { schemaChange } = started.body;
  const dryRun = options.dryRun ?? false;
  const checked = await call(server, "/api/deploy2/wait_for_schema", { schemaChange, dryRun });
  if (checked.body.type !== "complete") return checked;
  return finish(server, started, dryRun);
}

/** The first step alone. */
export async function start(
  server: RunningServer,
  files: Files,
  options: PushOptions = {},
): Promise<Answer> {
  return call(server, "/api/deploy2/start_push", await pushBody(files, options));
}

/** The last step alone. */
export function finish(server: RunningServer, started: Answer, dryRun = false): Promise<Answer> {
  return call(server, "/api/deploy2/finish_push", { startPush: started.body, dryRun });
}

/** Runs a function as an admin; an error of the function is thrown. */
export async function run(
  server: RunningServer,
  path: string,
  args: object = {},
  componentPath = "",
): Promise<unknown> {
  const format = "convex_encoded_json";
  const { body } = await call(server, "/api/function", { path, args, format, componentPath });
  if (body.status === "success") return body.value;
  throw new Error(String(body.errorMessage ?? JSON.stringify(body)));
}

/** Sets or (with null) removes variables. */
export function setEnvironment(
  server: RunningServer,
  variables: Record<string, string | null>,
): Promise<Answer> {
  const changes = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return call(server, "/api/update_environment_variables", { changes });
}

async function bundled(files: Files): Promise<{
  schema: PushedModule | null;
  modules: PushedModule[];
}> {
  const { "schema.ts": schemaFile, ...rest } = files;
  const [schema = null] =
    schemaFile === undefined ? [] : await bundleModules({ "schema.ts": schemaFile });
  return { schema, modules: await bundleModules(rest) };
}

function definitionModule(source: string): PushedModule {
  return { path: "convex.config.js", source, environment: "isolate" };
}
