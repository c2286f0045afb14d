// A field as the templates of the backend name it.
import { capital, wordsOf } from "@groundwork/plop-engine/names/words";
import { isRunningNumber } from "../../fields/meaning.ts";
import {
  type EntityField,
  type EntityModel,
  changesOf,
  inputsOf,
  isHeld,
  lookupsOf,
  scopesOf,
} from "../model.ts";
import { numeral } from "@groundwork/plop-engine/templates/code";
import { defaultCode } from "./code.ts";

/** An index and the values that a list reads it with. */
export interface Found {
  name: string;
  equal: { field: string; value: string }[];
}

/** How the rows of a list are found: by every caller alike, or by the scope of each. */
export interface Finding {
  only: Found | null;
  all: Found | null;
  own: Found | null;
}

export interface FieldView extends EntityField {
  /** Where the limits of the field are: `ticketLimits.title`. */
  limits: string;
  limitsText: string;
  hasMin: boolean;
  hasMax: boolean;
  hasOneValue: boolean;
  dimensionsCode: string;
  defaultCode: string | null;
  /** The name in words: `due at`. */
  fieldWords: string;
  lookupName: string;
  searchName: string;
  nearestName: string;
  /** Of a lookup, the end of its comment: `of one note`. */
  which: string;
  found: Finding;
  /** Whether the backend checks that a reference leads to a row that the caller sees. */
  isLookedAt: boolean;
  isUniqueOrOnce: boolean;
  /** The field of those rows among which no other may have the same value; null where that is all rows. */
  uniqueWithin: string | null;
}

export function fieldView(model: EntityModel, field: EntityField): FieldView {
  const { name, range, type, target, isOnce, isUnique, dimensions, values } = field;
  const { team, owner } = model;
  const only = (kind: (field: EntityField) => boolean) => model.fields.filter(kind).length === 1;
  const words = wordsOf(name).join(" ");
  const isUniqueInTeam = isUnique && team !== null && name !== team.name;
  return {
    ...field,
    limits: `${model.names.one}Limits.${name}`,
    limitsText: limitsText(field),
    hasMin: range.min !== undefined,
    hasMax: range.max !== undefined,
    hasOneValue: values.length === 1,
    dimensionsCode: dimensions === null ? "" : numeral(dimensions),
    defaultCode: defaultCode(field),
    fieldWords: words,
    lookupName: `listBy${capital(name)}`,
    searchName: only((one) => one.isSearchable) ? "search" : `searchBy${capital(name)}`,
    nearestName: only((one) => one.type === "vector") ? "nearest" : `nearestBy${capital(name)}`,
    which: target === null ? `with one ${words}` : `of one ${words.replace(/ id$/, "")}`,
    found: findingBy(model, [{ field: name, value: `args.${name}` }]),
    isLookedAt: target !== null && !(team !== null && target.table === "users"),
    isUniqueOrOnce: isUnique || isOnce,
    uniqueWithin: isOnce ? owner!.name : isUniqueInTeam ? team.name : null,
    type,
  };
}

/** The limits of a field as the properties of an object; empty when its type has none. */
function limitsText({ type, range: { min, max }, list, dimensions }: EntityField): string {
  const bounds = [
    ...(min === undefined ? [] : [`min: ${numeral(min)}`]),
    ...(max === undefined ? [] : [`max: ${numeral(max)}`]),
    ...(list === null ? [] : [`items: { min: ${numeral(list.min)}, max: ${numeral(list.max)} }`]),
    ...(type === "vector" ? [`length: ${dimensions}`] : []),
  ];
  return bounds.join(", ");
}

/** How the rows with some values are found, newest first. */
export function findingBy({ owner, team, grants }: EntityModel, values: Found["equal"]): Finding {
  const index = (first: Found["equal"]): Found | null => {
    const equal = [...first, ...values];
    if (equal.length === 0) return null;
    return { name: `by_${equal.map(({ field }) => field).join("_and_")}`, equal };
  };
  const all = index([]);
  const own = owner === null ? null : index([{ field: owner.name, value: "ctx.user._id" }]);
  const inTeam = team === null ? null : index([{ field: team.name, value: `args.${team.name}` }]);
  const readsOwn = Object.values(grants.read ?? {}).includes("own");
  return { all, own, only: inTeam ?? (readsOwn ? own : all) };
}

/** What a new row has besides its arguments. */
export function addedFields(model: EntityModel): { name: string; code: string }[] {
  const { names, team } = model;
  const within = team === null ? "" : `, { ${team.name}: args.${team.name} }`;
  return model.fields.flatMap((field) => {
    const { name } = field;
    if (field.isOwner) return { name, code: "ctx.user._id" };
    if (isRunningNumber(field)) {
      return { name, code: `await nextNumber(ctx, "${names.table}", "${name}"${within})` };
    }
    if (field.isServer && field.default !== null) return { name, code: defaultCode(field)! };
    if (field.default?.kind === "me") return { name, code: `args.${name} ?? ctx.user._id` };
    return [];
  });
}

/** The operation that whoever sends a file has to hold; null when nobody gives one. */
export function uploadOperation(model: EntityModel): "create" | "update" | null {
  const isFile = ({ type }: EntityField) => type === "file";
  if (isHeld(model, "create") && inputsOf(model).some(isFile)) return "create";
  if (isHeld(model, "update") && changesOf(model).some(isFile)) return "update";
  return null;
}

/** The functions of the entity, by name, in the order of its module. */
export function functionNames(model: EntityModel): string[] {
  const views = model.fields.map((field) => fieldView(model, field));
  const named = (names: (field: FieldView) => string, kind: (field: FieldView) => boolean) =>
    views.filter(kind).map(names);
  const lookups = lookupsOf(model).map(({ name }) => `listBy${capital(name)}`);
  return [
    "list",
    ...lookups,
    ...named(
      (field) => field.searchName,
      (field) => field.isSearchable,
    ),
    "get",
    ...named(
      (field) => field.nearestName,
      (field) => field.type === "vector",
    ),
    ...(["create", "update", "remove"] as const).filter((name) => isHeld(model, name)),
    ...(uploadOperation(model) === null ? [] : ["upload"]),
  ];
}

/** Whose rows a list has, as the subject of a sentence. */
export function whose(model: EntityModel): string {
  const { manyWords } = model.names;
  const scopes = scopesOf(model, "read");
  if (model.team !== null) return `The ${manyWords} of a team`;
  if (scopes.size > 1) return `The ${manyWords} that the caller may see`;
  return scopes.has("own") ? `The caller's ${manyWords}` : `All ${manyWords}`;
}
