// Who may do what with tables, as the access matrix says it, in the words of `--access`.
import { layout } from "../../repository/layout.ts";
import type { DerivedRole, Roles } from "../../repository/roles.ts";
import { readRoles } from "../../repository/roles.ts";
import { type Operation, operations } from "../../entity/model/model.ts";
import type { RoleDesign } from "../design.ts";
import { constant } from "./syntax/constants.ts";
import { type Place, placeText } from "./syntax/modules.ts";
import type { DescribedProject } from "./project.ts";
import { firstArgument } from "./tables.ts";

/** Operation → role → scope. */
export type HeldScopes = Partial<Record<Operation, Record<string, string>>>;

export interface TableAccessFound {
  place: string;
  columns: { own?: string; team?: string; parent?: string };
  parent: string | null;
  grants: HeldScopes;
}

/** The access of each table; null for a project without a matrix. */
export function accessOf(project: DescribedProject): Map<string, TableAccessFound> | null {
  const { modules, isOurs } = project;
  const module = isOurs ? modules.at(layout.access) : null;
  const matrix = module && firstArgument(module, "defineAccess");
  if (matrix === null) return null;
  return new Map(
    [...modules.members(matrix)].map(([table, place]) => [table, rowAt(project, place)]),
  );
}

function rowAt({ modules }: DescribedProject, place: Place): TableAccessFound {
  const { columns = {}, parent, hidden: _, ...grants } = constant(modules, place) as Row;
  const held = Object.entries(grants).map(([operation, byRole]) => [operation, scopesIn(byRole)]);
  return {
    place: placeText(place),
    columns,
    parent: parent ?? null,
    grants: Object.fromEntries(held) as HeldScopes,
  };
}

interface Row {
  columns?: TableAccessFound["columns"];
  parent?: string;
  hidden?: readonly string[];
  [operation: string]: unknown;
}

function scopesIn(byRole: unknown): Record<string, string> {
  const scopes = Object.entries(byRole as Record<string, string | { scope: string }>);
  return Object.fromEntries(
    scopes.map(([role, grant]) => [role, typeof grant === "string" ? grant : grant.scope]),
  );
}

/** Writes scopes as grants: `member:own`, `admin:all:read+update`. */
export function grantTexts(grants: HeldScopes): string[] {
  const roles = [...new Set(operations.flatMap((one) => Object.keys(grants[one] ?? {})))];
  return roles.flatMap((role) => {
    const scopes = [...new Set(operations.flatMap((one) => grants[one]?.[role] ?? []))];
    return scopes.map((scope) => {
      const held = operations.filter((one) => grants[one]?.[role] === scope);
      const isAll = held.length === operations.length;
      return `${role}:${scope}${isAll ? "" : `:${held.join("+")}`}`;
    });
  });
}

/**
 * Reads grants as they are written.
 * @param hasChanges whether rows can be changed: a grant that names no operations grants no update of others
 */
export function scopesOf(texts: readonly string[], hasChanges: boolean): HeldScopes {
  const held: HeldScopes = {};
  for (const text of texts.flatMap((one) => one.trim().split(/[\s,]+(?=[^\s,:]+:)/))) {
    const [role = "", scope = "", which] = text.trim().split(":");
    const asked = which?.split("+") ?? operations.filter((one) => one !== "update" || hasChanges);
    for (const operation of operations)
      if (asked.includes(operation)) (held[operation] ??= {})[role] = scope;
  }
  return held;
}

/** The scopes with those that roles have from the ones that they extend. */
export function inherited(grants: HeldScopes, { names, derived }: Roles): HeldScopes {
  const whole = operations.flatMap((operation) => {
    const byRole = grants[operation];
    if (byRole === undefined) return [];
    const heldBy = (role: string | undefined): string | undefined =>
      role === undefined ? undefined : (byRole[role] ?? heldBy(derived[role]?.extends));
    const held = names.flatMap((role) => {
      const scope = heldBy(role);
      return scope === undefined ? [] : [[role, scope] as const];
    });
    return held.length === 0 ? [] : [[operation, Object.fromEntries(held)] as const];
  });
  return Object.fromEntries(whole) as HeldScopes;
}

const plainRoles: Roles = { names: [], derived: {} };

/** The roles of the app; none of a project that has not ours. */
export function rolesOf({ tree, isOurs }: DescribedProject): Roles {
  return isOurs ? readRoles(tree, "app") : plainRoles;
}

/** Reads the roles that the app and its teams have beyond the usual ones. */
export function derivedRolesOf(project: DescribedProject): Record<string, RoleDesign> {
  const { tree, isOurs, found } = project;
  if (!isOurs) return {};
  const read = (["app", "team"] as const).flatMap((of) =>
    Object.entries(readRoles(tree, of).derived).map(([name, rule]) => {
      found.add(["roles", name], layout.roles);
      return [name, roleOf(rule, of)] as const;
    }),
  );
  return Object.fromEntries(read);
}

function roleOf(
  { extends: parent, grants = {}, without = [] }: DerivedRole,
  of: "app" | "team",
): RoleDesign {
  const given = Object.entries(grants).map(
    ([permission, grant]) => `${permission}:${typeof grant === "string" ? grant : grant.scope}`,
  );
  return {
    ...(of === "team" && { team: true }),
    ...(parent !== "member" && { extends: parent }),
    ...(given.length > 0 && { grant: given }),
    ...(without.length > 0 && { without: [...without] }),
  };
}
