// Which modifiers, types and defaults go together.
import type { Draft } from "./draft.ts";
import {
  type Field,
  type FieldType,
  type Modifier,
  MOST_LISTED,
  isListOfRows,
  onRemoveActions,
  typeOf,
} from "./field.ts";
import { formatField, madeOptional, withModifier, withoutModifier } from "./format.ts";

interface Fault {
  code?: string;
  /** The modifier that is wrong; the type when it is absent. */
  about?: Modifier;
  message: string;
  /** The field as it would be right, from the field as it is written. */
  fix?: (text: string) => string;
  /** Whether the field is to be left out. */
  isMisplaced?: boolean;
}

/** Finds one thing that does not go together. */
type Rule = (field: Field, draft: Draft) => Fault | false | null | undefined;

/** A modifier that only some types take. */
function only(about: Modifier, types: readonly FieldType[], why: string): Rule {
  const message = `"${about}" is for ${types.join(", ")}: ${why}`;
  return ({ type }, { modifiers }) =>
    modifiers.has(about) && !types.includes(type) && { code: "MOD_TYPE", about, message };
}

/** A modifier that some types do not take. */
function not(about: Modifier, types: readonly (FieldType | "list")[], why: string): Rule {
  return ({ type, list }, { modifiers }) => {
    const wrong =
      list !== null && types.includes("list") ? "list" : types.find((one) => one === type);
    if (!modifiers.has(about) || wrong === undefined) return null;
    return { code: "MOD_TYPE", about, message: `a ${wrong} cannot be "${about}": ${why}` };
  };
}

const noKey = "Convex cannot look rows up by it.";
const onRemoval = "it says what removing the other row does.";

/** Indexes that every table has, by the field whose own index would have that name. */
const systemIndexes = new Map([
  ["id", "by_id"],
  ["creationTime", "by_creation_time"],
]);

export const rules: readonly Rule[] = [
  ({ name, isIndexed, isUnique }) => {
    const system = systemIndexes.get(name);
    if (system === undefined || !(isIndexed || isUnique)) return null;
    const message = `an index of "${name}" is "${system}", a name that Convex reserves for every table's own.`;
    return { code: "INDEX_RESERVED", about: isIndexed ? "index" : "unique", message };
  },
  not("index", ["list", "json", "vector", "file"], noKey),
  not("unique", ["list", "json", "vector", "file"], noKey),
  not("once", ["list"], "it is one row for each person and each row that it refers to."),
  not("owner", ["list"], "the owner is one person."),
  not("unique", ["bool", "enum", "time"], "there could be no more rows than it has values."),
  ({ type, range: { min = -Infinity, max = Infinity }, isUnique, list }) => {
    const { range } = typeOf(type);
    const isText = range === "length";
    const isNarrow = (isText && max < 3) || (!isText && range !== undefined && max - min < 100);
    const message = "so few values leave room for few rows: widen the range or drop it.";
    return isUnique && list === null && isNarrow && { about: "unique", message };
  },
  not("search", ["list"], "Convex searches a single text."),
  only("once", ["ref"], "it is one row for each person and each row that it refers to."),
  only("search", ["string", "text"], "Convex searches texts."),
  only("name", ["string", "email", "url"], "a row is called by a short text."),
  not("name", ["list"], "a row is called by one text."),
  ({ isName, isOptional, isPrivate }) => {
    const message = `the name of a row is always there, and seen: drop "${isOptional ? "?" : "private"}".`;
    return isName && (isOptional || isPrivate) && { about: "name", message };
  },
  only("owner", ["ref"], "the owner is the user who created the row."),
  ...onRemoveActions.map((action) => only(action, ["ref"], onRemoval)),
  not("list", ["vector", "json"], "it holds many values already."),
  not("nullable", ["json"], "null is one of its values already."),
  not("nullable", ["vector", "file"], 'what is not there is absent: write "?".'),
  ({ isNullable, isSearchable, isName, isOwner }) => {
    const other = isSearchable ? "search" : isName ? "name" : isOwner ? "owner" : null;
    const message = `"${other}" needs a value in every row, and null is none: drop "nullable".`;
    return isNullable && other !== null && { about: "nullable", message };
  },
  ({ isUnique, isIndexed }) => {
    const message = `"unique" already creates the index; Convex rejects two indexes with the same fields.`;
    return isUnique && isIndexed && { about: "index", message };
  },
  ({ isOwner, type, table }) => {
    const message = `an owner is a user: write ref(users), not ref(${table}).`;
    return isOwner && type === "ref" && table !== "users" && { about: "owner", message };
  },
  ({ isOnce, isUnique }) => {
    const message = `"unique" already lets nobody have a second one: drop "once".`;
    return isOnce && isUnique && { about: "once", message };
  },
  ({ isOnce, isUnique, isOwner, table, name }) => {
    const message = `"once" is one row for each owner and what ${name} leads to, which cannot be a person.`;
    return isOnce && !isUnique && (isOwner || table === "users") && { about: "once", message };
  },
  ({ isOwner, isOptional }) =>
    isOwner && isOptional && { about: "owner", message: `an owner is always set: drop "?".` },
  (_field, { modifiers }) => {
    const [, second] = onRemoveActions.filter((action) => modifiers.has(action));
    const message = `only one of ${onRemoveActions.join(", ")} can happen when the other row is removed.`;
    return second !== undefined && { about: second, message };
  },
  ({ name, table, isOptional, list }, { modifiers }) => {
    if (list !== null) return null;
    const message = `"clear" on delete needs an optional ref: ${name}:ref(${table})?+clear.`;
    return modifiers.has("clear") && !isOptional && { about: "clear", message, fix: madeOptional };
  },
  ({ isOwner }, { default: written }) => {
    const message = `an owner is the caller already: drop "=${written?.value}".`;
    return isOwner && written !== null && { about: "owner", message };
  },
  ({ isUnique, type }, { default: written }) => {
    const message = `a second row with the default "${written?.value}" would be refused: drop "unique" or the default.`;
    return isUnique && written !== null && type !== "ref" && { about: "unique", message };
  },
];

/** What only holds of a value that a table keeps. */
export const storedRules: readonly Rule[] = [
  (field, { modifiers }) => {
    const message = `a row is not removed because one of many is: drop "cascade", and its id leaves the list, or write +restrict.`;
    const fix = (text: string) => withoutModifier(text, "cascade");
    return isListOfRows(field) && modifiers.has("cascade") && { about: "cascade", message, fix };
  },
  (field) => {
    const { list, onRemove, name, table } = field;
    const message = `a list that loses what is removed may become empty: let it, or write ${name}:ref(${table})[${list?.min}..${list?.max}]+restrict.`;
    const fix = (text: string) => withModifier(text, "restrict");
    const isEmptied = isListOfRows(field) && onRemove === "clear" && (list?.min ?? 0) > 0;
    return isEmptied && { about: "list", message, fix };
  },
  (field) => {
    const { list, name, table } = field;
    const message = `a list has at most ${MOST_LISTED} references: make the relation an entity, with a reference to each side, or write ${name}:ref(${table})[0..${MOST_LISTED}].`;
    const fix = () => formatField({ ...field, list: { min: 0, max: MOST_LISTED } });
    const isLong = isListOfRows(field) && (list?.max ?? 0) > MOST_LISTED;
    return isLong && { code: "RANGE", about: "list", message, fix };
  },
];

/** What only holds of an argument or an answer. */
export const passedRules: readonly Rule[] = [
  ({ isOptional, name, type }, { default: written }) => {
    const message = `${name}:${type} is optional and has a default: drop "?" or "=${written?.value}".`;
    return isOptional && written !== null && { code: "DEFAULT_OPTIONAL", message };
  },
];
