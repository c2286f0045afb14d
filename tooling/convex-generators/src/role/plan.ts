// Plans a role: its rule, and what it is called on the pages.
import { isDeepStrictEqual } from "node:util";
import { labelOf } from "@groundwork/plop-engine/names/words";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { type DerivedRole, readRoles } from "../repository/roles.ts";
import type { RoleInput } from "./input.ts";
import type { RoleModel } from "./model.ts";
import { readRole } from "./read.ts";

/**
 * Plans a role.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when the role is there
 * @throws GeneratorError (2) with all problems of the input, (3) when there is another role of the name, (4) for a
 *   file that cannot be edited
 */
export function planRole(input: RoleInput, tree: Tree): Plan {
  assertNotBuiltIn(input, tree);
  const model = readRole(input, tree);
  assertSameOrNew(model, tree);
  const files = [...planRule(model, tree), ...planTitle(model, tree)];
  return {
    command: "role",
    subject: model.name,
    input: normalized(model),
    files,
    next: files.length === 0 ? [] : nextOf(model),
    notes: files.length === 0 ? [] : model.notes,
  };
}

function assertSameOrNew({ name, of, rule }: RoleModel, tree: Tree): void {
  const { names, derived } = readRoles(tree, of);
  if (names.includes(name) && !isDeepStrictEqual(derived[name], rule)) throw taken(name);
}

/** Refuses a role that extends no other, whatever else the input says of it. */
function assertNotBuiltIn({ name, team }: RoleInput, tree: Tree): void {
  const { names, derived } = readRoles(tree, team === true ? "team" : "app");
  const given = name.trim();
  if (names.includes(given) && !Object.hasOwn(derived, given)) throw taken(given);
}

function taken(name: string): GeneratorError {
  return new GeneratorError(3, {
    code: "ROLE_TAKEN",
    arg: name,
    message: `${layout.roles} has another role "${name}" already.`,
    fix: "Give the new one another name, or edit that one.",
  });
}

function planRule({ name, of, rule }: RoleModel, tree: Tree): PlannedFile[] {
  const kind = of === "team" ? "teamRole" : "appRole";
  return planEdits(tree, [
    { path: layout.roles, fragments: [{ kind, key: name, text: `${name}: ${codeOf(rule)}` }] },
  ]);
}

function codeOf({ extends: parent, grants, without }: DerivedRole): string {
  const parts = [
    `extends: ${JSON.stringify(parent)}`,
    ...(grants === undefined
      ? []
      : [`grants: { ${Object.entries(grants).map(grantCode).join(", ")} }`]),
    ...(without === undefined
      ? []
      : [`without: [${without.map((one) => JSON.stringify(one)).join(", ")}]`]),
  ];
  return `{ ${parts.join(", ")} }`;
}

function grantCode([permission, grant]: [string, string | { scope: string; only?: string[] }]) {
  if (typeof grant === "string") return `${JSON.stringify(permission)}: ${JSON.stringify(grant)}`;
  const only = (grant.only ?? []).map((field) => JSON.stringify(field)).join(", ");
  return `${JSON.stringify(permission)}: { scope: ${JSON.stringify(grant.scope)}, only: [${only}] }`;
}

/** What the role is called, where there is a web app with a page of roles. */
function planTitle({ name, of }: RoleModel, tree: Tree): PlannedFile[] {
  const path = of === "team" ? layout.teamWords : layout.roleWords;
  if (tree.read(path) === null) return [];
  const text = `${name}: ${JSON.stringify(labelOf(name))}`;
  return planEdits(tree, [{ path, fragments: [{ kind: "roleTitle", key: name, text }] }]);
}

/** The input that plans the same, with every default. */
function normalized({
  name,
  of,
  rule: { extends: parent, grants, without },
}: RoleModel): RoleInput {
  const given = Object.entries(grants ?? {}).map(([permission, grant]) => {
    return `${permission}:${typeof grant === "string" ? grant : grant.scope}`;
  });
  return {
    name,
    ...(of === "team" && { team: true }),
    extends: parent,
    ...(given.length > 0 && { grant: given }),
    ...(without !== undefined && { without }),
  };
}

function nextOf({ name, of }: RoleModel): string[] {
  const page = of === "team" ? "the members of a team" : "People";
  return [
    referenceCommand(),
    snapshotCommand(),
    `pnpm dev, then make somebody a ${name} on the page of ${page}`,
  ];
}
