// An entity as the templates need it: everything is known, nothing is wrong.
import type { Field } from "../fields/field.ts";
import type { EntityNames } from "./names.ts";

export const operations = ["read", "create", "update", "remove"] as const;
export type Operation = (typeof operations)[number];

/** On which rows: the caller's own, those of the caller's teams, those of teams that they own, or every row. */
export type Scope = "own" | "team" | "led" | "all";

/** Whether a scope goes by the team of a row. */
export function isOfTeam(scope: string): boolean {
  return scope === "team" || scope === "led";
}

export interface EntityModel {
  names: EntityNames;
  /** What a row is, to follow a colon: `a short text that only its owner sees`. Null when nothing was said. */
  about: string | null;
  fields: EntityField[];
  /** The field of the caller who made a row, or null. */
  owner: EntityField | null;
  /** The field of the team that a row belongs to; null for rows of a person, and of no team. */
  team: EntityField | null;
  /** Every role of the app, in its order. */
  roles: string[];
  /** Operation → role → scope; an operation that nobody holds is absent. */
  grants: Partial<Record<Operation, Record<string, Scope>>>;
  /** How often one caller may create. */
  rateLimit: { times: number; unit: "second" | "minute" | "hour" | "day" };
  /** Indexes of the table, in order: the name and the fields. */
  indexes: { name: string; fields: string[] }[];
  /** Null without a page. */
  page: { icon: string } | null;
}

export interface EntityField extends Field {
  /** What a person reads: `Due at`. */
  label: string;
  /** Whether `create` takes it. */
  isInput: boolean;
  /** Whether `update` takes it. */
  isChange: boolean;
  /** Whether answers have it. */
  isPublic: boolean;
  /** Whether it says which team's a row is. */
  isTeam: boolean;
  /** Of a reference to a row, what is known of its table. */
  target: Target | null;
}

/** The table that a reference leads to. */
export interface Target {
  table: string;
  /** One of its rows, as a variable and in a sentence: `customer`. */
  one: string;
  /** The scope in which each role reads it; roles that cannot are absent. */
  readers: Record<string, Scope>;
  /** The field of its public shape that says which row it is, or null. */
  label: string | null;
  /** The function of its page that says what a person reads for a row, with its path; null without one. */
  naming: { name: string; path: string } | null;
  /** Whether its rows are of a team each. */
  hasTeam: boolean;
  /** Whether its rows say when they were made. */
  hasMoment: boolean;
  /** The `list` of its module that a form can offer rows from, with its argument for the team; null without one. */
  list: { team: string | null } | null;
  /** Whether its module has a `get` by `id`. */
  hasGet: boolean;
  /** Whether `names.list` answers what its rows are called. */
  isNamed: boolean;
  /** Whether it is the entity's own table. */
  isSelf: boolean;
}

/** Fields of some kind. */
export function inputsOf({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ isInput }) => isInput);
}

export function changesOf({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ isChange }) => isChange);
}

export function publicOf({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ isPublic }) => isPublic);
}

export function refsOf({
  fields,
}: EntityModel): (EntityField & { table: string; target: Target })[] {
  return fields.filter(
    (field): field is EntityField & { table: string; target: Target } => field.target !== null,
  );
}

export function filesOf({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ type }) => type === "file");
}

/** Whether somebody holds an operation. */
export function isHeld({ grants }: EntityModel, operation: Operation): boolean {
  return grants[operation] !== undefined;
}

/** The scopes in which an operation is held. */
export function scopesOf({ grants }: EntityModel, operation: Operation): Set<Scope> {
  return new Set(Object.values(grants[operation] ?? {}));
}

/** The scope in which a role holds an operation, or null. */
export function scopeFor(
  { grants }: EntityModel,
  operation: Operation,
  role: string,
): Scope | null {
  return grants[operation]?.[role] ?? null;
}

/** Fields that a list of their own is read by: references but for the owner and the team, and indexed fields. */
export function lookupsOf({ fields, team }: EntityModel): EntityField[] {
  return fields.filter(
    (field) =>
      !field.isOwner &&
      field.name !== team?.name &&
      !field.isPrivate &&
      (field.isIndexed || (field.target !== null && !field.isUnique)),
  );
}
