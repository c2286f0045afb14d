// A field as the templates name it.
import { articleOf, capital, wordsOf } from "@groundwork/plop-engine/names/words";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { isListOfRows, isRunningNumber } from "../../fields/field.ts";
import { type EntityField, type EntityModel, isHeld, scopesOf } from "../model/model.ts";

/** An index and the values that a list reads it with. */
interface Found {
  name: string;
  equal: { field: string; value: string }[];
  /** The last field of the index, with the least and the greatest value as code; null where that is of no matter. */
  range: { field: string; least: string; greatest: string } | null;
  /** Whether it finds what is in the trash. */
  isTrash: boolean;
}

/** How the rows of a list are found: by every caller alike; or by those who read their own only, and by the others. */
export interface Finding {
  only: Found | null;
  all: Found | null;
  own: Found | null;
}

export interface FieldView extends EntityField {
  /** Where the limits of the field are: `ticketLimits.title`. */
  limits: string;
  /** The limits as the properties of an object; empty without any. */
  limitsText: string;
  hasMin: boolean;
  hasMax: boolean;
  hasBounds: boolean;
  hasOneValue: boolean;
  dimensionsCode: string;
  defaultCode: string | null;
  /** The name in words: `due at`. */
  fieldWords: string;
  lookupName: string;
  /** Of a field whose value no other row has, the function that finds the one with it. */
  keyName: string;
  searchName: string;
  nearestName: string;
  /** Of a lookup, the end of its comment: `of one note`. */
  which: string;
  found: Finding;
  isInOrder: boolean;
  /** Whether the backend checks that a reference leads to a row that the caller sees. */
  isLookedAt: boolean;
  isUniqueOrOnce: boolean;
  /** Whether it is a list of references. */
  isListed: boolean;
  /** The field of those rows among which no other may have the same value; null where that is all rows. */
  uniqueWithin: string | null;
}

export function fieldView(model: EntityModel, field: EntityField): FieldView {
  const { name, range, target, isOnce, isUnique, dimensions, values } = field;
  const { team, owner, fields } = model;
  const words = wordsOf(name).join(" ");
  const isAlone = (kind: (field: EntityField) => boolean) => fields.filter(kind).length === 1;
  const isUniqueInTeam = isUnique && team !== null && !field.isTeam;
  return {
    ...field,
    limits: `${model.names.one}Limits.${name}`,
    limitsText: limitsText(field),
    hasMin: range.min !== undefined,
    hasMax: range.max !== undefined,
    hasBounds: range.min !== undefined || range.max !== undefined,
    hasOneValue: values.length === 1,
    dimensionsCode: dimensions === null ? "" : numeral(dimensions),
    defaultCode: defaultCode(field),
    fieldWords: words,
    lookupName: `listBy${capital(name)}`,
    keyName: `getBy${capital(name)}`,
    searchName: isAlone((one) => one.isSearchable) ? "search" : `searchBy${capital(name)}`,
    nearestName: isAlone(({ type }) => type === "vector") ? "nearest" : `nearestBy${capital(name)}`,
    which: target === null ? `with one ${words}` : `of one ${words.replace(/ id$/, "")}`,
    found: findingBy(model, [{ field: name, value: `args.${name}` }]),
    isInOrder: false,
    isLookedAt: target !== null && (team === null || target.table !== "users"),
    isUniqueOrOnce: isUnique || isOnce,
    isListed: isListOfRows(field),
    uniqueWithin: isOnce ? owner!.name : isUniqueInTeam ? team.name : null,
  };
}

function limitsText(field: EntityField): string {
  const { type, range, list, dimensions, currency } = field;
  const { min, max } = range;
  const bounds = [
    ...(currency === null ? [] : [`currency: ${quoted(currency)}`]),
    ...(min === undefined ? [] : [`min: ${numberCode(field, min)}`]),
    ...(max === undefined ? [] : [`max: ${numberCode(field, max)}`]),
    ...(list === null ? [] : [`items: { min: ${numeral(list.min)}, max: ${numeral(list.max)} }`]),
    ...(type === "vector" ? [`length: ${dimensions}`] : []),
  ];
  return bounds.join(", ");
}

/** A number as code, of the kind that the field has. */
function numberCode({ type }: EntityField, value: number): string {
  return type === "bigint" ? `${numeral(value)}n` : numeral(value);
}

/** The value that `create` sets for a field that is absent, as code; null without one. */
export function defaultCode(field: EntityField): string | null {
  const { default: value } = field;
  if (value === null) return null;
  if (value.kind === "me") return "ctx.user._id";
  if (value.kind === "now") return "Date.now()";
  const { value: literal } = value;
  return typeof literal === "number" ? numberCode(field, literal) : JSON.stringify(literal);
}

/** How the rows with some values are found, newest first: those that are live, or those in the trash. */
export function findingBy(
  { owner, place, trash, grants }: EntityModel,
  values: Found["equal"],
  { range = null, isTrash = false }: { range?: Found["range"]; isTrash?: boolean } = {},
): Finding {
  const live = trash === null ? [] : [{ field: trash.name, value: "undefined" }];
  const index = (...first: Found["equal"]): Found | null => {
    const equal = [...first, ...values, ...live];
    const names = [...equal, ...(range === null ? [] : [range])].map(({ field }) => field);
    if (names.length === 0) return null;
    const name = `by_${names.join("_and_")}`;
    return { name, equal: isTrash ? equal.slice(0, -1) : equal, range, isTrash };
  };
  const inPlace = place === null ? [] : [{ field: place.name, value: `args.${place.name}` }];
  const all = index(...inPlace);
  const own = owner && index(...inPlace, { field: owner.name, value: "ctx.user._id" });
  return { all, own, only: scopesOf({ grants }, "read").has("own") ? own : all };
}

/** What a new row has besides its arguments. */
export function addedFields({ names, fields, team }: EntityModel) {
  const within = team === null ? "" : `, { ${team.name}: args.${team.name} }`;
  return fields.flatMap((field) => {
    const { name, isServer } = field;
    const code = field.isOwner
      ? "ctx.user._id"
      : isRunningNumber(field)
        ? `await nextNumber(ctx, "${names.table}", "${name}"${within})`
        : isServer
          ? defaultCode(field)
          : field.default?.kind === "me" && `args.${name} ?? ctx.user._id`;
    return code ? [{ name, code }] : [];
  });
}

/** The operation that uploading a file requires; null when no caller gives one. */
export function uploadOperation(model: EntityModel): "create" | "update" | null {
  const hasFile = (fields: EntityField[]) => fields.some(({ type }) => type === "file");
  if (isHeld(model, "create") && hasFile(model.inputs)) return "create";
  return isHeld(model, "update") && hasFile(model.changes) ? "update" : null;
}

/** Whose rows a list has, as the subject of a sentence; `team` is how the sentence calls the team. */
export function whose(model: EntityModel, team: string): string {
  const { manyWords } = model.names;
  const scopes = scopesOf(model, "read");
  const seen = scopes.has("own") ? " that the caller may see" : "";
  if (model.team !== null) return `The ${manyWords} of ${team}${seen}`;
  if (model.parent !== null) {
    const { one } = model.parent.target;
    return `The ${manyWords} of ${articleOf(one)} ${wordsOf(one).join(" ")}${seen}`;
  }
  if (scopes.size > 1) return `The ${manyWords} that the caller may see`;
  return scopes.has("own") ? `The caller's ${manyWords}` : `All ${manyWords}`;
}
