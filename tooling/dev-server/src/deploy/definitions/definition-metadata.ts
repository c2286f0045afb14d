// What `export()` of a convex.config file yields, once checked.

import type { JsonValue, ValidatorJson } from "../../kernel/database-types.ts";
import { pushError } from "../wire/push-error.ts";

export type EnvBinding = { type: "value"; value: string } | { type: "envVar"; name: string };

export interface ChildMount {
  name: string;
  /** Definition path of the child. */
  path: string;
  env: [string, EnvBinding][];
}
export interface EnvDeclaration {
  name: string;
  validator: ValidatorJson;
  optional: boolean;
}

export interface DefinitionMetadata {
  path: string;
  /** Default name of a component; null for the app. */
  name: string | null;
  childComponents: ChildMount[];
  /** Mount path (ends with `/`) → name of the child. */
  httpMounts: Record<string, string>;
  /** null: the definition declares no environment. */
  envVars: EnvDeclaration[] | null;
  httpPrefix: string | null;
  /** As exported, for the answer to the CLI. */
  raw: Record<string, JsonValue>;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const CHILD_REFERENCE = "_reference/childComponent/";

/** The app when the project has no convex.config file. */
export const PLAIN_APP: JsonValue = {
  path: "",
  definitionType: { type: "app" },
  childComponents: [],
  httpMounts: {},
  exports: { type: "branch", branch: [] },
};

/**
 * Checks what a definition exported. The library makes this shape, so most failures here come from
 * a hand-made object.
 * @throws BackendError InvalidDefinition, InvalidEnvVarDeclaration
 */
export function parseDefinition(value: JsonValue, path: string): DefinitionMetadata {
  const raw = record(value) ?? fail(path, "it is not an object");
  const type = record(raw.definitionType ?? null);
  const expected = path === "" ? "app" : "childComponent";
  if (type?.type !== expected) {
    fail(
      path,
      path === ""
        ? "the default export must be made by `defineApp()`"
        : "the default export must be made by `defineComponent()`",
    );
  }
  const name = expected === "app" ? null : type?.name;
  if (name !== null && typeof name !== "string") return fail(path, "the component has no name");
  const httpPrefix = raw.httpPrefix ?? type?.httpPrefix ?? null;
  return {
    path,
    name,
    childComponents: childMounts(raw, path),
    httpMounts: httpMounts(raw, path),
    envVars: envVars(raw, path),
    httpPrefix: checkPrefix(httpPrefix, path),
    raw,
  };
}

function childMounts(raw: Record<string, JsonValue>, path: string): ChildMount[] {
  const seen = new Set<string>();
  return array(raw.childComponents).map((item) => {
    const child = record(item);
    const { name, path: childPath } = child ?? {};
    if (typeof name !== "string" || typeof childPath !== "string") {
      return fail(path, "a child component has no name or path");
    }
    if (!IDENTIFIER.test(name)) {
      fail(
        path,
        `"${name}" is not a component name: use letters, digits and "_", not starting with a digit`,
      );
    }
    if (seen.has(name)) {
      fail(
        path,
        `two components are named "${name}"; give one another name: use(component, { name: "…" })`,
      );
    }
    seen.add(name);
    return { name, path: childPath, env: array(child?.env).map((item) => binding(item, path)) };
  });
}

function binding(item: JsonValue, path: string): [string, EnvBinding] {
  const [name, value] = array(item);
  const target = record(value ?? null);
  if (typeof name === "string" && target?.type === "value" && typeof target.value === "string") {
    return [name, { type: "value", value: target.value }];
  }
  if (typeof name === "string" && target?.type === "envVar" && typeof target.name === "string") {
    return [name, { type: "envVar", name: target.name }];
  }
  return fail(path, "an environment binding is neither a string nor an `app.env` reference");
}

function httpMounts(raw: Record<string, JsonValue>, path: string): Record<string, string> {
  const mounts: Record<string, string> = {};
  for (const [prefix, reference] of Object.entries(record(raw.httpMounts ?? null) ?? {})) {
    if (typeof reference !== "string" || !reference.startsWith(CHILD_REFERENCE)) {
      fail(path, `the HTTP mount "${prefix}" does not name a child component`);
      continue;
    }
    checkPrefix(prefix, path);
    mounts[prefix] = reference.slice(CHILD_REFERENCE.length);
  }
  return mounts;
}

function envVars(raw: Record<string, JsonValue>, path: string): EnvDeclaration[] | null {
  if (raw.envVars === undefined || raw.envVars === null) return null;
  return array(raw.envVars).map((item) => {
    const [name, declaration] = array(item);
    const { value, optional } = record(declaration ?? null) ?? {};
    if (typeof name !== "string" || typeof value !== "string" || !IDENTIFIER.test(name)) {
      throw pushError(
        "InvalidEnvVarDeclaration",
        `${describe(path)} declares an environment variable with a bad name: ${JSON.stringify(name)}.`,
      );
    }
    const validator = JSON.parse(value) as ValidatorJson;
    if (!isStringLike(validator)) {
      throw pushError(
        "InvalidEnvVarDeclaration",
        `${describe(path)} declares "${name}" as something other than a string: ` +
          'use v.string(), v.literal("…"), a v.union of those, or v.optional around them.',
      );
    }
    return { name, validator, optional: optional === true };
  });
}

/** Whether a value satisfies a declared validator (strings, literals and unions of them). */
export function envValueMatches(validator: ValidatorJson, value: string): boolean {
  if (validator.type === "literal") return validator.value === value;
  if (validator.type === "union")
    return validator.value.some((each) => envValueMatches(each, value));
  return true;
}

function isStringLike(validator: ValidatorJson): boolean {
  if (validator.type === "union") return validator.value.every(isStringLike);
  if (validator.type === "literal") return typeof validator.value === "string";
  return validator.type === "string" || validator.type === "any";
}

function checkPrefix(prefix: JsonValue, path: string): string | null {
  if (prefix === null) return null;
  if (typeof prefix !== "string" || !prefix.startsWith("/") || !prefix.endsWith("/")) {
    return fail(path, `the HTTP prefix ${JSON.stringify(prefix)} must start and end with "/"`);
  }
  return prefix;
}

/** A definition as its author knows it. */
export function describe(definitionPath: string): string {
  return definitionPath === "" ? "convex.config" : `The component ${definitionPath}`;
}

function fail(path: string, what: string): never {
  throw pushError("InvalidDefinition", `${describe(path)} is not a valid definition: ${what}.`);
}

function record(value: JsonValue | undefined): Record<string, JsonValue> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

function array(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
