// What a draft means: which modifiers go with which type, and the bounds that it leaves open.
import { capital } from "@groundwork/plop-engine/names/words";
import type { Draft } from "./draft.ts";
import { readDefault } from "./defaults.ts";
import {
  type Field,
  type FieldType,
  type Modifier,
  listBounds,
  onRemoveActions,
  textBounds,
  vectorBounds,
} from "./field.ts";
import type { Reader } from "./reader.ts";

/**
 * Gives a draft its meaning.
 * @param reader keeps what is wrong with it
 * @param draft the field as it is written
 * @param isStored whether it is a field of a table, which has rules that an argument has not
 * @returns the field; to be used only when nothing is wrong
 */
export function fieldOf(reader: Reader, draft: Draft, isStored = true): Field {
  const { name, type, modifiers } = draft;
  const has = (modifier: Modifier) => modifiers.has(modifier);
  const field: Field = {
    name,
    type,
    range: rangeOf(reader, draft),
    values: [],
    table: null,
    dimensions: null,
    list: has("list") ? listOf(reader, draft) : null,
    isOptional: has("optional"),
    default: null,
    isIndexed: has("index"),
    isUnique: has("unique"),
    isOnce: has("once"),
    isSearchable: has("search"),
    isName: has("name"),
    isImmutable: has("immutable"),
    isServer: has("server"),
    isPrivate: has("private"),
    isOwner: has("owner"),
    onRemove: onRemoveActions.find(has) ?? "restrict",
  };
  readArgs(reader, draft, field);
  for (const rule of isStored ? [...rules, ...storedRules] : rules) {
    const broken = rule(field, draft);
    if (broken === null) continue;
    const { code = "MOD_CONFLICT", about, message, fix } = broken;
    const fixed = fix?.(reader.text);
    reader.problem(code, message, {
      at: about === undefined ? draft.typeAt : modifiers.get(about)!,
      ...(fixed === undefined ? {} : { fix: fixed }),
    });
  }
  if (draft.default !== null) field.default = readDefault(reader, draft.default, field);
  checkServerValue(reader, draft, field);
  return field;
}

function rangeOf(reader: Reader, { type, range }: Draft): Field["range"] {
  if (type !== "string" && type !== "text") return range?.value ?? {};
  const { min, max } = textBounds[type];
  const closed = { min: range?.value.min ?? min, max: range?.value.max ?? max };
  if (closed.min > closed.max) {
    const message = `a ${type} has at most ${max} characters unless told: write ${closed.min}..max.`;
    reader.problem("RANGE", message, { at: range!.at });
  }
  return closed;
}

function listOf(reader: Reader, { listRange }: Draft): NonNullable<Field["list"]> {
  const min = listRange?.value.min ?? listBounds.min;
  const max = listRange?.value.max ?? listBounds.max;
  if (min > max) {
    const message = `a list has at most ${max} items unless told: write ${min}..max.`;
    reader.problem("RANGE", message, { at: listRange!.at });
  }
  if (max === 0)
    reader.problem("RANGE", "a list of at most 0 items holds nothing.", { at: listRange!.at });
  return { min, max };
}

function readArgs(reader: Reader, { type, typeAt, args, name }: Draft, field: Field): void {
  const example = { enum: "enum(open,done)", ref: "ref(users)", vector: "vector(1536)" }[
    type as "enum"
  ];
  if (example === undefined) return;
  if (args === null || args.value.every((value) => value === "")) {
    const message = `${type} needs a value in brackets, for example ${name}:${example}.`;
    reader.problem("TYPE_ARGS", message, { at: typeAt });
    return;
  }
  const { value: values, at } = args;
  if (type === "enum") {
    field.values = values;
    const odd = values.find((value) => !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value));
    if (odd !== undefined) {
      const message = `enum value "${odd}" is none: use 1 to 64 letters, digits, "-" and "_".`;
      reader.problem("ENUM_VALUE", message, { at });
    }
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) {
      reader.problem("ENUM_VALUE", `enum value "${twice}" is given twice.`, { at });
    }
    return;
  }
  if (values.length > 1) {
    reader.problem("TYPE_ARGS", `${type} takes one value, got "${values.join(",")}".`, { at });
  }
  const [value = ""] = values;
  if (type === "ref" && value === "_storage") {
    const message = `a stored file is of the type "file".`;
    const fix = reader.text.replace(/:ref(\(\s*_storage\s*\)|:_storage)/, ":file");
    reader.problem("TYPE_ARGS", message, { at: typeAt, fix });
  } else if (type === "ref") field.table = value;
  else {
    field.dimensions = Number(value);
    const { min, max } = vectorBounds;
    if (!/^\d+$/.test(value) || field.dimensions < min || field.dimensions > max) {
      const message = `a vector has ${min} to ${max} numbers, got "${value}".`;
      reader.problem("VECTOR_SIZE", message, { at });
    }
  }
}

interface Broken {
  code?: string;
  /** The modifier that is wrong; the type when it is absent. */
  about?: Modifier;
  message: string;
  /** The field as it would be right, from the field as it is written. */
  fix?: (text: string) => string;
}

type Rule = (field: Field, draft: Draft) => Broken | null;

/** A modifier that only some types take. */
function only(modifier: Modifier, types: readonly FieldType[], why: string): Rule {
  return ({ type }, { modifiers }) =>
    !modifiers.has(modifier) || types.includes(type)
      ? null
      : {
          code: "MOD_TYPE",
          about: modifier,
          message: `"${modifier}" is for ${types.join(", ")}: ${why}`,
        };
}

function not(modifier: Modifier, types: readonly (FieldType | "list")[], why: string): Rule {
  return ({ type, list }, { modifiers }) => {
    const wrong =
      list !== null && types.includes("list") ? "list" : types.find((one) => one === type);
    if (!modifiers.has(modifier) || wrong === undefined) return null;
    return {
      code: "MOD_TYPE",
      about: modifier,
      message: `a ${wrong} cannot be "${modifier}": ${why}`,
    };
  };
}

const noKey = "Convex cannot look rows up by it.";

/** Indexes that every table has, and fields whose own index would read like one. */
const systemIndexes: Readonly<Record<string, string>> = {
  id: "by_id",
  creationTime: "by_creation_time",
};

/** Each tells of one thing that does not go together. */
const rules: readonly Rule[] = [
  ({ name, isIndexed, isUnique }) => {
    const system = Object.hasOwn(systemIndexes, name) ? systemIndexes[name] : undefined;
    if (system === undefined || !(isIndexed || isUnique)) return null;
    const about = isIndexed ? "index" : "unique";
    const message = `an index of "${name}" is "${system}", a name that Convex reserves for every table's own.`;
    return { code: "INDEX_RESERVED", about, message };
  },
  not("index", ["list", "json", "vector", "file"], noKey),
  not("unique", ["list", "json", "vector", "file"], noKey),
  not("unique", ["bool", "enum"], "there could be no more rows than it has values."),
  ({ type, range, isUnique, list }) => {
    const isText = type === "string" || type === "text";
    const isNumber = type === "int" || type === "number";
    const size = (range.max ?? Infinity) - (range.min ?? -Infinity);
    const isNarrow = (isText && range.max! < 3) || (isNumber && size < 100);
    if (!isUnique || list !== null || !isNarrow) return null;
    return {
      about: "unique",
      message: "so few values leave room for few rows: widen the range or drop it.",
    };
  },
  not("search", ["list"], "Convex searches a single text."),
  only("once", ["ref"], "it is one row for each person and each row that it refers to."),
  only("search", ["string", "text"], "Convex searches texts."),
  only("name", ["string", "email", "url"], "a row is called by a short text."),
  not("name", ["list"], "a row is called by one text."),
  ({ isName, isOptional, isPrivate }) =>
    isName && (isOptional || isPrivate)
      ? {
          about: "name",
          message: `what a row is called by is always there, and seen: drop "${isOptional ? "?" : "private"}".`,
        }
      : null,
  only("owner", ["ref"], "the owner is the user who made the row."),
  only("restrict", ["ref"], "it says what removing the other row does."),
  only("cascade", ["ref"], "it says what removing the other row does."),
  only("clear", ["ref"], "it says what removing the other row does."),
  not("list", ["vector", "json"], "it holds many values already."),
  ({ isUnique, isIndexed }) =>
    isUnique && isIndexed
      ? {
          about: "index",
          message: `"unique" already creates the index; Convex rejects two indexes with the same fields.`,
        }
      : null,
  ({ isSearchable, isOptional, list }) =>
    isSearchable && isOptional && list === null
      ? {
          about: "search",
          message: `tests cannot search a text that may be absent: drop "?", and give it the default "" if need be.`,
        }
      : null,
  ({ isOwner, type, table }) =>
    isOwner && type === "ref" && table !== "users"
      ? { about: "owner", message: `an owner is a user: write ref(users), not ref(${table}).` }
      : null,
  ({ isOnce, isUnique, isOwner, table, name }) => {
    if (!isOnce) return null;
    const message = isUnique
      ? `"unique" already lets nobody have a second one: drop "once".`
      : isOwner || table === "users"
        ? `"once" is one row for each owner and what ${name} leads to, which cannot be a person.`
        : null;
    return message === null ? null : { about: "once", message };
  },
  ({ isOwner, isOptional }) =>
    isOwner && isOptional ? { about: "owner", message: `an owner is always set: drop "?".` } : null,
  (_field, { modifiers }) => {
    const [, second] = onRemoveActions.filter((action) => modifiers.has(action));
    if (second === undefined) return null;
    const message = `only one of ${onRemoveActions.join(", ")} can happen when the other row is removed.`;
    return { about: second, message };
  },
  ({ name, table, isOptional }, { modifiers }) =>
    modifiers.has("clear") && !isOptional
      ? {
          about: "clear",
          message: `"clear" on delete needs an optional ref: ${name}:ref(${table})?+clear.`,
          fix: madeOptional,
        }
      : null,
  ({ isOptional, name, type }, { default: written }) =>
    isOptional && written !== null
      ? {
          code: "DEFAULT_OPTIONAL",
          message: `${name}:${type} is optional and has a default: drop "?" or "=${written.value}".`,
        }
      : null,
  ({ isOwner }, { default: written }) =>
    isOwner && written !== null
      ? { about: "owner", message: `an owner is the caller already: drop "=${written.value}".` }
      : null,
  ({ isUnique, type }, { default: written }) =>
    isUnique && written !== null && type !== "ref"
      ? {
          about: "unique",
          message: `a second row with the default "${written.value}" would be refused: drop "unique" or the default.`,
        }
      : null,
  ({ name, type }) =>
    /Id$/.test(name) && ["string", "text", "email", "url"].includes(type)
      ? {
          code: "NAME_ID",
          message:
            `"${name}" reads like the id of a row, which tests of the backend hold to be a reference. ` +
            `Write ${name}:ref(…), or call it ${name.slice(0, -2)}Key.`,
        }
      : null,
];

/** What only holds of a value that a table keeps. */
const storedRules: readonly Rule[] = [
  ({ list, type, name, table }) =>
    list === null || type !== "ref"
      ? null
      : {
          code: "MOD_TYPE",
          about: "list",
          message:
            `a list of references cannot be read from the other side: make an entity of the relation, ` +
            `with one ${name}:ref(${table}) and one reference to this one.`,
        },
];

/** The text of a reference with a "?" after its table. */
export function madeOptional(text: string): string {
  return text.replace(/:ref(\([^)]*\)|:[^:+?[(=\s]*)/, "$&?");
}

/** What no argument may set has to come from somewhere. */
function checkServerValue(reader: Reader, { modifiers, name }: Draft, field: Field): void {
  if (!field.isServer || field.isOwner || field.isOptional || field.default !== null) return;
  if (isRunningNumber(field)) return;
  const message =
    `${capital(name)} is set by functions alone, so a new row would lack it: ` +
    `make it optional ("?") or give it a default.`;
  reader.problem("SERVER_VALUE", message, { at: modifiers.get("server")! });
}

/** A whole number that is unique and set by the server counts the rows: 1, 2, 3. */
export function isRunningNumber({ type, isServer, isUnique, isOptional, list }: Field): boolean {
  return type === "int" && isServer && isUnique && !isOptional && list === null;
}
