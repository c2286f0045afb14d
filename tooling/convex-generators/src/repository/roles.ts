// The roles of the app and of teams, read from the syntax of the file that declares them.
import { declared, keysOf, moduleOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import { unwrap } from "@groundwork/plop-engine/edit/syntax";
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "./layout.ts";

/** How a role differs from the one that it extends. */
export interface DerivedRole {
  extends: string;
  /** Permission → scope, or scope and fields. */
  grants?: Record<string, string | { scope: string; only?: string[] }>;
  without?: string[];
}

export interface Roles {
  /** Every role, in order. */
  names: string[];
  /** Those that extend another. */
  derived: Record<string, DerivedRole>;
}

const variables = {
  app: { all: "roles", derived: "derivedRoles" },
  team: { all: "teamRoles", derived: "derivedTeamRoles" },
} as const;

/**
 * Reads the roles of the app, or those of a team.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readRoles(tree: Tree, of: "app" | "team"): Roles {
  const module = moduleOf(tree, layout.roles);
  const { all, derived: variable } = variables[of];
  const { node, module: place } = declared(module, all);
  const list = unwrap(node);
  const names: string[] = [];
  let isOpen = false;
  for (const element of list.type === "ArrayExpression" ? list.elements : []) {
    if (element?.type === "Literal") names.push(String(element.value));
    else if (element?.type === "SpreadElement") {
      names.push(...keysOf(declared(place, variable)).names);
      isOpen = true;
    }
  }
  if (names.length === 0) {
    throw new GeneratorError(4, {
      code: "SHAPE_UNSUPPORTED",
      arg: layout.roles,
      message: `${layout.roles} declares no list "${all}" of roles.`,
    });
  }
  const derived = isOpen ? valueOf(declared(module, variable)) : {};
  return { names, derived: derived as Roles["derived"] };
}
