// The tree of mounted components and the checks that need more than one definition.

import type { ValidatorJson } from "../../kernel/database-types.ts";
import type { AnalyzedModule } from "../../kernel/function-types.ts";
import { pushError } from "../wire/push-error.ts";
import {
  describe,
  envValueMatches,
  type ChildMount,
  type DefinitionMetadata,
  type EnvBinding,
} from "./definition-metadata.ts";

export interface TreeNode {
  /** `""`, `rag`, `rag/workpool` */
  path: string;
  definitionPath: string;
  parent: TreeNode | null;
  children: Record<string, TreeNode>;
  bindings: [string, EnvBinding][];
  httpMounts: Record<string, string>;
  httpPrefix: string | null;
}

const MAX_DEPTH = 32;

/**
 * Mounts every definition where the app and its components use it.
 * @returns the nodes, parents before children; the app is the first
 * @throws BackendError InvalidDefinition, TypecheckError
 */
export function buildTree(definitions: Record<string, DefinitionMetadata>): TreeNode[] {
  const nodes: TreeNode[] = [];
  const mount = (
    definitionPath: string,
    path: string,
    parent: TreeNode | null,
    bindings: TreeNode["bindings"],
  ): TreeNode => {
    const definition = Object.hasOwn(definitions, definitionPath)
      ? definitions[definitionPath]
      : undefined;
    if (definition === undefined) {
      throw pushError(
        "InvalidDefinition",
        `The component "${path}" uses the definition "${definitionPath}", which was not pushed.`,
      );
    }
    if (path.split("/").length > MAX_DEPTH) {
      throw pushError("CyclicImport", `The component "${path}" contains itself.`);
    }
    const { httpMounts, httpPrefix } = definition;
    const node = { path, definitionPath, parent, children: {}, bindings, httpMounts, httpPrefix };
    nodes.push(node);
    for (const child of definition.childComponents) {
      checkBindings(definition, child, definitions[child.path]);
      const childPath = path === "" ? child.name : `${path}/${child.name}`;
      (node.children as TreeNode["children"])[child.name] = mount(
        child.path,
        childPath,
        node,
        child.env,
      );
    }
    return node;
  };
  mount("", "", null, []);
  return nodes;
}

function checkBindings(
  parent: DefinitionMetadata,
  child: ChildMount,
  definition: DefinitionMetadata | undefined,
): void {
  if (definition === undefined) return;
  const declared = new Map((definition.envVars ?? []).map((each) => [each.name, each]));
  const subject = `component "${child.name}" in ${describe(parent.path)}`;
  for (const [name, binding] of child.env) {
    const declaration = declared.get(name);
    if (declaration === undefined) {
      throw typecheck(
        `${subject} sets the unknown env var "${name}"; it declares ${names(declared)}`,
      );
    }
    if (binding.type === "value") {
      if (!envValueMatches(declaration.validator, binding.value)) {
        throw typecheck(`${subject} sets the env var "${name}" to a value its validator refuses`);
      }
    } else if (!(parent.envVars ?? []).some((each) => each.name === binding.name)) {
      throw typecheck(
        `${subject} binds "${name}" to "${binding.name}", which ${describe(parent.path)} does not declare`,
      );
    }
  }
  for (const { name, optional } of declared.values()) {
    if (!optional && !child.env.some(([bound]) => bound === name)) {
      throw typecheck(
        `${subject} is missing the env var "${name}": pass it as use(…, { env: { ${name}: … } })`,
      );
    }
  }
}

/**
 * A mounted component answers HTTP only with an http.js or mounts of its own.
 * @throws BackendError TypecheckError
 */
export function checkHttpMounts(
  tree: TreeNode[],
  analysis: Record<string, Record<string, AnalyzedModule>>,
): void {
  for (const node of tree) {
    for (const [prefix, name] of Object.entries(node.httpMounts)) {
      const child = node.children[name];
      if (child === undefined) {
        throw typecheck(`the HTTP mount "${prefix}" names "${name}", which is not mounted`);
      }
      const routes = analysis[child.definitionPath]?.["http.js"]?.httpRoutes ?? null;
      if (routes === null && Object.keys(child.httpMounts).length === 0) {
        throw typecheck(
          `the component "${child.path}" is mounted at "${prefix}" but has no http.ts to answer there`,
        );
      }
    }
  }
}

/**
 * Checks the app's declared environment against the variables that are set.
 * @throws BackendError MissingEnvironmentVariables, InvalidEnvironmentVariable
 */
export function checkRootEnvironment(
  app: DefinitionMetadata,
  environment: Record<string, string>,
): void {
  const declared = app.envVars ?? [];
  const missing = declared
    .filter(({ name, optional }) => !optional && !Object.hasOwn(environment, name))
    .map(({ name }) => name);
  if (missing.length > 0) {
    // The CLI reads the names out of this sentence.
    throw pushError(
      "MissingEnvironmentVariables",
      `Environment variables that convex.config declares as required are not set: ${missing.join(", ")}. ` +
        `Set them with: npx convex env set ${missing[0] ?? "NAME"} <value>`,
    );
  }
  for (const { name, validator } of declared) {
    const value = environment[name];
    if (value !== undefined && !envValueMatches(validator, value)) {
      throw pushError(
        "InvalidEnvironmentVariable",
        `The environment variable "${name}" has a value that its validator in convex.config refuses: ${validatorText(validator)}.`,
      );
    }
  }
}

/**
 * What `process.env` shows in each component: the app sees every variable, a component the ones
 * bound to it; both see the two origins, a component's site URL with the path it is mounted at.
 * @returns component path → environment
 */
export function resolveEnvironments(
  tree: TreeNode[],
  environment: Record<string, string>,
  origins: { cloudOrigin: string; siteOrigin: string },
): Record<string, Record<string, string>> {
  const resolved: Record<string, Record<string, string>> = {};
  const prefixes: Record<string, string> = {};
  for (const node of tree) {
    const prefix = node.parent === null ? "" : mountPrefix(node, prefixes[node.parent.path] ?? "");
    prefixes[node.path] = prefix;
    resolved[node.path] = {
      ...(node.parent === null
        ? environment
        : boundVariables(node.bindings, resolved[node.parent.path] ?? {})),
      CONVEX_CLOUD_URL: origins.cloudOrigin,
      CONVEX_SITE_URL: `${origins.siteOrigin}${prefix}`,
    };
  }
  return resolved;
}

function boundVariables(
  bindings: TreeNode["bindings"],
  parent: Record<string, string>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, binding] of bindings) {
    const value = binding.type === "value" ? binding.value : parent[binding.name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Path on the site origin under which a component is reached, without the last `/`. */
function mountPrefix(node: TreeNode, parentPrefix: string): string {
  const name = node.path.split("/").at(-1);
  const mount = Object.entries(node.parent?.httpMounts ?? {}).find(([, child]) => child === name);
  return mount === undefined ? "" : `${parentPrefix}${mount[0].replace(/\/$/, "")}`;
}

function names(declared: Map<string, unknown>): string {
  return declared.size === 0 ? "none" : [...declared.keys()].join(", ");
}

function validatorText(validator: ValidatorJson): string {
  if (validator.type === "literal") return JSON.stringify(validator.value);
  if (validator.type === "union") return validator.value.map(validatorText).join(" or ");
  return validator.type;
}

function typecheck(what: string): Error {
  return pushError("TypecheckError", `${what[0]?.toUpperCase() ?? ""}${what.slice(1)}.`);
}
