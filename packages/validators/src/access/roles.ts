// The roles of the app, and those of a team. Most are derived: they extend another role, and state what differs.
import type { Grant } from "./scopes.ts";

/** How a role differs from the one that it extends. Permissions are named as in functions: `"notes.update"`. */
interface Derived<Given> {
  /** The role whose grants it has where nothing else is said. */
  readonly extends: string;
  /** What it may do instead, or in addition. */
  readonly grants?: { readonly [permission: string]: Given };
  /** What it may not do. */
  readonly without?: readonly string[];
}

export type DerivedRoles = { readonly [role: string]: Derived<Grant> };
/** In a team: its rows, or those that the person created. */
export type DerivedTeamRoles = { readonly [role: string]: Derived<"team" | "own"> };

/** Roles of the app that extend another one. A row of the matrix that names one of them takes precedence. */
export const derivedRoles = {} as const satisfies DerivedRoles;

/** Roles of a team that extend another one: what they say holds in that team only. */
export const derivedTeamRoles = {} as const satisfies DerivedTeamRoles;

/** Every role of the app, from the one that everybody starts with to the one that runs it. */
export const roles = ["member", ...namesOf(derivedRoles), "admin"] as const;
export type Role = (typeof roles)[number];

/** What a person may be in a team. Roles of the app say nothing about it. */
export const teamRoles = ["member", ...namesOf(derivedTeamRoles), "owner"] as const;
export type TeamRole = (typeof teamRoles)[number];

/**
 * Says whether a role is another one, or extends it.
 * @param role the role of a person
 * @param other the role that something is for
 */
export function isOrExtends(role: Role, other: Role): boolean {
  const derived: DerivedRoles = derivedRoles;
  for (let held: string | undefined = role; held !== undefined;) {
    if (held === other) return true;
    held = Object.hasOwn(derived, held) ? derived[held]?.extends : undefined;
  }
  return false;
}

function namesOf<Roles extends object>(derived: Roles): (keyof Roles & string)[] {
  return Object.keys(derived) as (keyof Roles & string)[];
}
