// What finish_push answers: how the new app differs from the one before.

import type { AuthProvider } from "../kernel/function-types.ts";
import { authInfo } from "./evaluation/auth-config.ts";
import type { EvaluatedDefinition } from "./evaluation/evaluation.ts";
import type { PushedApp } from "./pushed-app.ts";
import { noIndexChanges, type WireIndexDiff } from "./wire/index-wire.ts";
import { moduleHash } from "./wire/module-hash.ts";

export interface ComponentDiff {
  diffType: { type: "create" | "modify" | "unmount" | "remount" };
  moduleDiff: { added: string[]; removed: string[] };
  udfConfigDiff: { previous_version: string; next_version: string } | null;
  cronDiff: { added: string[]; updated: string[]; deleted: string[] };
  indexDiff: WireIndexDiff;
  schemaDiff: { previous_schema: string | null; next_schema: string | null } | null;
}
export interface PushDiff {
  authDiff: { added: string[]; removed: string[] };
  definitionDiffs: Record<string, never>;
  componentDiffs: Record<string, ComponentDiff>;
}

/** The answer to a dry run. */
export function emptyDiff(): PushDiff {
  return { authDiff: { added: [], removed: [] }, definitionDiffs: {}, componentDiffs: {} };
}

/**
 * Compares two apps.
 * @param given.everMounted paths that have an id, mounted now or not
 * @param given.indexDiffs by component path
 */
export function pushDiff(
  before: PushedApp,
  after: PushedApp,
  given: { everMounted: Set<string>; indexDiffs: Record<string, WireIndexDiff> },
): PushDiff {
  const componentDiffs: Record<string, ComponentDiff> = {};
  const was = mountedDefinitions(before);
  const is = mountedDefinitions(after);
  for (const [path, definition] of is) {
    const previous = was.get(path);
    const type =
      path === "" || previous !== undefined
        ? "modify"
        : given.everMounted.has(path)
          ? "remount"
          : "create";
    componentDiffs[path] = componentDiff(type, previous, definition, {
      indexDiff: given.indexDiffs[path] ?? noIndexChanges(),
      versions: [before.udfServerVersion, after.udfServerVersion],
    });
  }
  for (const [path, definition] of was) {
    if (is.has(path)) continue;
    componentDiffs[path] = componentDiff("unmount", definition, undefined, {
      indexDiff: noIndexChanges(),
      versions: [before.udfServerVersion, before.udfServerVersion],
    });
  }
  return {
    authDiff: authDiff(before.authProviders, after.authProviders),
    definitionDiffs: {},
    componentDiffs,
  };
}

function mountedDefinitions(app: PushedApp): Map<string, EvaluatedDefinition> {
  const mounted = new Map<string, EvaluatedDefinition>();
  for (const node of app.tree) {
    const definition = app.definitions[node.definitionPath];
    if (definition !== undefined) mounted.set(node.path, definition);
  }
  return mounted;
}

function componentDiff(
  type: ComponentDiff["diffType"]["type"],
  before: EvaluatedDefinition | undefined,
  after: EvaluatedDefinition | undefined,
  given: { indexDiff: WireIndexDiff; versions: [string, string] },
): ComponentDiff {
  const [previous_version, next_version] = given.versions;
  const previous_schema = schemaText(before);
  const next_schema = schemaText(after);
  return {
    diffType: { type },
    moduleDiff: difference(moduleKeys(before), moduleKeys(after)),
    udfConfigDiff: previous_version === next_version ? null : { previous_version, next_version },
    cronDiff: cronDiff(crons(before), crons(after)),
    indexDiff: given.indexDiff,
    schemaDiff: previous_schema === next_schema ? null : { previous_schema, next_schema },
  };
}

function authDiff(before: AuthProvider[], after: AuthProvider[]): PushDiff["authDiff"] {
  const keys = (providers: AuthProvider[]): Map<string, string> =>
    new Map(
      providers.map((provider) => {
        const text = JSON.stringify(authInfo(provider));
        return [text, text];
      }),
    );
  return difference(keys(before), keys(after));
}

/** Values of keys that only one side has. */
function difference(
  before: Map<string, string>,
  after: Map<string, string>,
): { added: string[]; removed: string[] } {
  const only = (one: Map<string, string>, other: Map<string, string>): string[] =>
    [...one].filter(([key]) => !other.has(key)).map(([, value]) => value);
  return { added: only(after, before), removed: only(before, after) };
}

/** A changed module counts as removed and added. */
function moduleKeys(definition: EvaluatedDefinition | undefined): Map<string, string> {
  return new Map(
    Object.values(definition?.modules ?? {}).map((module) => [
      `${module.path} ${moduleHash(module)}`,
      module.path,
    ]),
  );
}

function crons(definition: EvaluatedDefinition | undefined): Map<string, string> {
  const specs = definition?.analysis["crons.js"]?.cronSpecs ?? {};
  return new Map(Object.entries(specs).map(([id, spec]) => [id, JSON.stringify(spec)]));
}

function cronDiff(
  before: Map<string, string>,
  after: Map<string, string>,
): ComponentDiff["cronDiff"] {
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    updated: [...after]
      .filter(([id, spec]) => before.has(id) && before.get(id) !== spec)
      .map(([id]) => id),
    deleted: [...before.keys()].filter((id) => !after.has(id)),
  };
}

function schemaText(definition: EvaluatedDefinition | undefined): string | null {
  const schema = definition?.schema ?? null;
  return schema === null ? null : JSON.stringify(schema.exported);
}
