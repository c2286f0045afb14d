// What a run of `pnpm plop field` makes of the fields of an entity, as texts of the grammar. The last step of a field
// needs to know the first: a required one is added as optional, and the texts keep what it is to become.
import { formatField } from "../fields/format.ts";
import type { Field } from "../fields/field.ts";
import { parseFields } from "../fields/parse.ts";

/** A change of the fields of an entity, as `pnpm plop field` takes it. */
export interface FieldChange {
  table: string;
  /** Fields in the grammar of fields, one or several to a text. */
  fields?: string[];
  /** Whether the fields exist. */
  change?: boolean;
  /** The name of a field that leaves. */
  remove?: string;
  /** A field's name and its new one: `body=text`. A second phase that ends it has it, too. */
  rename?: string;
  /** The name of a field that a run has begun to add or to remove. */
  finish?: string;
}

/** What of an entity names fields. */
interface FieldNames {
  fields: string[];
  unique?: string[];
  index?: string[];
  states?: string;
  searchFilter?: string;
  public?: string;
  publicWhen?: string;
}

/**
 * An entity after a run.
 * @param entity as it was
 * @param input of the run; one that was recorded has been checked
 */
export function entityAfter<Entity extends FieldNames>(entity: Entity, input: FieldChange): Entity {
  const fields = fieldsAfter(entity.fields, input);
  if (input.rename === undefined || input.finish !== undefined) return { ...entity, fields };
  const { unique, index, states, searchFilter, public: shown, publicWhen } = entity;
  const [before, after] = renamed(input.rename);
  const inList = (names: string) =>
    names
      .split(",")
      .map((name) => (name.trim() === before ? after : name))
      .join(",");
  return {
    ...entity,
    fields,
    ...(unique && { unique: unique.map(inList) }),
    ...(index && { index: index.map(inList) }),
    ...(states?.split(":")[0]!.trim() === before && {
      states: states.replace(before, after),
    }),
    ...(searchFilter && { searchFilter: inList(searchFilter) }),
    ...(shown && { public: inList(shown) }),
    ...(publicWhen?.split("=")[0]!.trim() === before && {
      publicWhen: publicWhen.replace(before, after),
    }),
  };
}

/** The part of a run of `design apply` that changes what an entity says of all its rows. */
export const WHOLE_CHANGE = "change";

/** A run that changes an entity: of `field`, of `index` with a list, or a part of one of `design apply`. */
export interface EntityChange {
  command: string;
  input:
    | FieldChange
    | { table?: string; fields?: string[]; list?: boolean }
    | { table: string; entity: object };
}

/** The commands that change what an entity is made from. */
export const entityChangers: readonly string[] = ["field", "index", WHOLE_CHANGE];

/** An entity after a run of one of these generators. */
export function changedBy<Entity extends FieldNames>(
  entity: Entity,
  { command, input }: EntityChange,
): Entity {
  if (command === "field") return entityAfter(entity, input as FieldChange);
  if (command === WHOLE_CHANGE) return (input as { entity: Entity }).entity;
  const { fields = [], list } = input as { fields?: string[]; list?: boolean };
  return list === true ? { ...entity, index: [...(entity.index ?? []), fields.join()] } : entity;
}

/** The name of a field and its new one, of `body=text`. */
export function renamed(text: string): [before: string, after: string] {
  const [before = "", after = ""] = text.split("=").map((name) => name.trim());
  return [before, after];
}

/**
 * The fields of an entity after a run.
 * @param fields as they were, in canonical spelling
 * @param input of the run; one that was recorded has been checked
 */
function fieldsAfter(fields: readonly string[], input: FieldChange): string[] {
  const given = parsed(input.fields ?? []);
  if (input.rename !== undefined) return renamedAmong(fields, given, input);
  if (input.finish !== undefined && given.length === 0) return without(fields, input.finish);
  if (input.finish !== undefined || input.change === true) return replaced(fields, given);
  if (input.remove !== undefined) {
    const [leaving] = parsed(fields).filter(({ name }) => name === input.remove);
    // No row has a computed value, so it leaves at once.
    if (leaving?.isComputed) return without(fields, leaving.name);
    return leaving === undefined ? [...fields] : replaced(fields, [leavingForm(leaving)]);
  }
  const added = given.map(widened);
  const isThere = ({ name }: Field) => fields.some((text) => nameIn(text) === name);
  return [...replaced(fields, added), ...added.filter((one) => !isThere(one)).map(formatField)];
}

/** The first phase has both names, the second one the new one alone. */
function renamedAmong(
  fields: readonly string[],
  given: readonly Field[],
  { rename = "", finish }: FieldChange,
): string[] {
  const [before, after] = renamed(rename);
  if (finish !== undefined) return replaced(without(fields, before), given);
  return fields.flatMap((text) => {
    if (nameIn(text) !== before) return [text];
    const [field] = parsed([text]);
    return [widened({ ...field!, name: after }), leavingForm(field!)].map(formatField);
  });
}

/** Reads fields that are known to be right. */
export function parsed(texts: readonly string[]): Field[] {
  return parseFields(texts).fields.map(({ field }) => field);
}

/** A field as rows may lack it until the migration is done. New rows get its default at once. */
export function widened(field: Field): Field {
  return isMigrated(field) ? { ...field, isOptional: true } : field;
}

/** Whether rows that exist would not fit the field. */
export function isMigrated({ isOptional, isComputed }: Field): boolean {
  return !isOptional && !isComputed;
}

/** A field on its way out: neither taken nor answered, and no row needs it. */
function leavingForm(field: Field): Field {
  return {
    ...field,
    ...{ isOptional: true, isNullable: false, default: null, isServer: true, isPrivate: true },
    ...{ isImmutable: false },
    ...{ isIndexed: false, isUnique: false, isOnce: false, isSearchable: false, isName: false },
  };
}

function replaced(fields: readonly string[], by: readonly Field[]): string[] {
  return fields.map((text) => {
    const found = by.find(({ name }) => name === nameIn(text));
    return found === undefined ? text : formatField(found);
  });
}

function without(fields: readonly string[], name: string): string[] {
  return fields.filter((text) => nameIn(text) !== name);
}

function nameIn(text: string): string {
  return text.slice(0, text.indexOf(":"));
}
