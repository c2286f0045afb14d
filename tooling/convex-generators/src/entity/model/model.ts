// An entity as its templates need it: complete, and free of faults.
import type { Field } from "../../fields/field.ts";
import { usualScope } from "../../repository/facts.ts";
import type { Rate } from "../../repository/rate.ts";
import type { DerivedRole } from "../../repository/roles.ts";
import type { EntityNames } from "./names.ts";

export const operations = ["read", "create", "update", "remove"] as const;
export type Operation = (typeof operations)[number];

/**
 * The rows of a grant: the caller's own, those of the caller's teams, those of teams that they own, those of rows that
 * the caller reaches, or all.
 */
export const scopes = ["own", "team", "led", "parent", "all"] as const;
export type Scope = (typeof scopes)[number];

/** Operation → role → scope, roles in the order of the app; an operation that nobody holds is absent. */
export type Grants = Partial<Record<Operation, Record<string, Scope>>>;

/** What an input says of an entity. */
export interface EntityFacts {
  names: EntityNames;
  /** What a row is, as it follows a colon: `a short text that only its owner sees`. Null when nothing was said. */
  about: string | null;
  fields: EntityField[];
  /** What formulas make of a row when it is read. */
  computed: EntityField[];
  /** Every role of the app, in its order. */
  roles: string[];
  /** The roles that extend another, with what differs; others are absent. */
  derived: Record<string, DerivedRole>;
  grants: Grants;
  /** Fields that are unique together, and those of a list by more than one. */
  together: Together;
  /** How often one caller may create. */
  rateLimit: Rate;
  /** The moves between the options of a field; null where none has moves. */
  states: States | null;
  /** Fields that searches take, and are narrowed by. */
  searchFilters: EntityField[];
  /** What everybody may see, signed in or not; null for nothing. */
  visitors: Visitors | null;
  /** Null without a page. */
  page: { icon: string; key: string | null } | null;
}

/** What people see who are not signed in. */
export interface Visitors {
  fields: EntityField[];
  /** The field that decides which rows they see, and its value; null where they see all. */
  when: { field: EntityField; value: boolean | string } | null;
}

/** Fields, in the order in which they were named. */
export interface Together {
  /** Of each group, no two rows have the same values. */
  unique: EntityField[][];
  /** Each group has a list: by all but the last, from one value of the last to another. */
  listed: EntityField[][];
}

/** The same with what follows from it. */
export interface EntityModel extends EntityFacts {
  /** The field of the caller who created a row, or null. */
  owner: EntityField | null;
  /** The field of the team that a row belongs to; null where rows belong to no team. */
  team: EntityField | null;
  /** The field of the row that a row is a part of; null where rows are whole. */
  parent: ReferenceField | null;
  /** The field that says when a row was moved to the trash; null where there is none. */
  trash: EntityField | null;
  /** The one of the two that each list is of. */
  place: EntityField | null;
  /** The fields that `create` takes. */
  inputs: EntityField[];
  /** The fields that `update` takes. */
  changes: EntityField[];
  /** The fields that answers have. */
  shown: EntityField[];
  /** References to one row each. */
  references: ReferenceField[];
  /** Lists of references. */
  listed: ReferenceField[];
  /** Fields with a list of their own: references but for the owner and the team, and indexed fields. */
  lookups: EntityField[];
  /** Indexes of the table, in order. */
  indexes: Index[];
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
  /** Whether it holds the team that a row belongs to. */
  isTeam: boolean;
  /** Whether it holds the row that a row is a part of. */
  isParent: boolean;
  /** Whether it says when a row was moved to the trash. */
  isTrash: boolean;
  /** Whether a test gives each row another value, as it is unique together with other fields. */
  isDistinct: boolean;
  /** Of a reference to a row, what is known of its table. */
  target: Target | null;
}

export type ReferenceField = EntityField & { table: string; target: Target };

export interface Index {
  name: string;
  fields: string[];
}

/** The table that a reference leads to. */
export interface Target {
  table: string;
  /** One of its rows, as a variable and in a sentence: `customer`. */
  one: string;
  /** The scope in which each role reads it; roles that cannot are absent. */
  readers: Record<string, Scope>;
  /** The same for changing it. */
  changers: Record<string, Scope>;
  /** What of a row says which one it is, as code after the row: `title`, `number.toString()`; null without. */
  label: string | null;
  /** Whether each of its rows belongs to a team. */
  hasTeam: boolean;
  /** Whether its rows have a creation time. */
  hasMoment: boolean;
  /** The `list` of its module that a form can offer rows from, with its argument for the team; null without one. */
  list: { team: string | null } | null;
  /** Whether its module has a `get` by `id`. */
  hasGet: boolean;
  /** The query that finds its rows by words alone, by its name; null where it has none that takes what the list takes. */
  search: string | null;
  /** Whether `names.list` answers what its rows are called. */
  isNamed: boolean;
  /** Whether it is the entity's own table. */
  isSelf: boolean;
}

/** Completes an entity with what follows from its fields and access. */
export function modelOf(facts: EntityFacts): EntityModel {
  const { fields } = facts;
  const owner = fields.find(({ isOwner }) => isOwner) ?? null;
  const team = fields.find(({ isTeam }) => isTeam) ?? null;
  const trash = fields.find(({ isTrash }) => isTrash) ?? null;
  const parent = fields.find((field): field is ReferenceField => field.isParent) ?? null;
  const lookups = fields.filter(
    (field) =>
      !field.isOwner &&
      !field.isTeam &&
      !field.isParent &&
      !field.isPrivate &&
      (field.isIndexed || (isReference(field) && !field.isUnique)),
  );
  const model = {
    ...facts,
    ...{ owner, team, parent, trash, place: team ?? parent },
    inputs: fields.filter(({ isInput }) => isInput),
    changes: fields.filter(({ isChange }) => isChange),
    shown: [...fields.filter(({ isPublic }) => isPublic), ...facts.computed],
    references: fields.filter(isReference),
    listed: fields.filter(isListing),
    lookups,
  };
  return { ...model, indexes: indexesOf(model) };
}

function isReference(field: EntityField): field is ReferenceField {
  return field.target !== null && field.list === null;
}

function isListing(field: EntityField): field is ReferenceField {
  return field.target !== null && field.list !== null;
}

/** Whether a row is found by a field: no two rows have the same value, of a team where they belong to one. */
export function isKey({ isUnique, isPrivate, isNullable, isTeam }: EntityField): boolean {
  return isUnique && !isPrivate && !isNullable && !isTeam;
}

/** Indexes that the reads, the scopes and the checks need; two with the same fields are one. */
function indexesOf({
  fields,
  owner,
  team,
  place,
  trash,
  lookups,
  together,
  grants,
  visitors,
}: Omit<EntityModel, "indexes">): Index[] {
  const found = new Map<string, string[]>();
  const add = (...names: string[]) => found.set(`by_${names.join("_and_")}`, names);
  const readScopes = scopesOf({ grants }, "read");
  if (owner !== null) add(owner.name);
  for (const field of fields) {
    if (field.isOwner) continue;
    const isUniqueInTeam = field.isUnique && team !== null && !field.isTeam;
    if (isUniqueInTeam) add(team.name, field.name);
    if (isReference(field) || (field.isUnique && !isUniqueInTeam)) add(field.name);
    if (field.isOnce && owner !== null) add(owner.name, field.name);
  }
  // The start of a list of one's own rows: in a team, or in a whole, those of that one.
  const mine = owner === null || !readScopes.has("own") ? null : [place, owner].flatMap(nameOf);
  // Lists have live rows alone, and the trash the others.
  const live = nameOf(trash);
  if (trash !== null) add(trash.name);
  if (trash !== null && place !== null) add(place.name, trash.name);
  if (mine !== null && (place !== null || trash !== null)) add(...mine, ...live);
  for (const group of together.unique) {
    add(...(team === null ? [] : [team.name]), ...group.map(({ name }) => name));
  }
  for (const group of together.listed) {
    const names = group.map(({ name }) => name);
    // What a list is in the order of comes last.
    names.splice(isOrdered(group.at(-1)!) ? -1 : names.length, 0, ...live);
    if (place !== null) add(place.name, ...names);
    else if (readScopes.has("all")) add(...names);
    if (mine !== null) add(...mine, ...names);
  }
  for (const field of lookups) {
    if (place !== null) add(place.name, field.name, ...live);
    else if (readScopes.has("all")) add(field.name, ...live);
    if (mine !== null) add(...mine, field.name, ...live);
  }
  if (visitors?.when) add(...nameOf(team), visitors.when.field.name, ...live);
  return [...found].map(([name, names]) => ({ name, fields: names }));
}

function nameOf(field: EntityField | null): string[] {
  return field === null ? [] : [field.name];
}

/** Whether somebody holds an operation. */
export function isHeld({ grants }: Pick<EntityFacts, "grants">, operation: Operation): boolean {
  return grants[operation] !== undefined;
}

/** The scopes in which an operation is held. */
export function scopesOf(
  { grants }: Pick<EntityFacts, "grants">,
  operation: Operation,
): Set<Scope> {
  return new Set(Object.values(grants[operation] ?? {}));
}

/** The scope in which a role holds an operation, or null. */
export function scopeFor(
  { grants }: Pick<EntityFacts, "grants">,
  operation: Operation,
  role: string,
): Scope | null {
  return grants[operation]?.[role] ?? null;
}

/** Whether a role holds an operation by what it extends and what it says itself, so that the matrix need not say it. */
export function isInherited(
  { names, grants, derived }: Pick<EntityFacts, "names" | "grants" | "derived">,
  operation: Operation,
  role: string,
): boolean {
  const rule = derived[role];
  if (rule === undefined) return false;
  const held = (other: string) => scopeFor({ grants }, operation, other) ?? undefined;
  return held(role) === usualScope(rule, `${names.table}.${operation}`, held);
}

/** Per role, the operations that it holds in the same scope; without those that it inherits. */
export function grantsByScope(model: Pick<EntityFacts, "names" | "roles" | "grants" | "derived">) {
  const { roles, grants } = model;
  return roles.flatMap((role) => {
    const held = operations.filter(
      (operation) =>
        scopeFor({ grants }, operation, role) !== null && !isInherited(model, operation, role),
    );
    const found = [...new Set(held.map((operation) => scopeFor({ grants }, operation, role)!))];
    return found.map((scope) => ({
      role,
      scope,
      operations: held.filter((operation) => scopeFor({ grants }, operation, role) === scope),
    }));
  });
}

/** A move, and the roles that may make it; null for all that may change the row. */
export interface Move {
  from: string;
  to: string;
  roles: string[] | null;
}

/** The moves of one field. */
export interface States {
  field: string;
  moves: Move[];
}

/** Whether values of a field stand in an order that a person looks through: from one to another. */
export function isOrdered({ type }: EntityField): boolean {
  return orderedTypes.includes(type);
}

const orderedTypes: readonly string[] = [
  ...["int", "bigint", "number", "money", "duration", "date", "day", "time"],
];
