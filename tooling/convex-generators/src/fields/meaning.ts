// What a draft means: its bounds and values, and which modifiers go together.
import { capital } from "@groundwork/plop-engine/names/words";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { currencies, minorDigits, toMinor } from "./currency.ts";
import { oneOfSeveral } from "./composite.ts";
import { readDefault } from "./defaults.ts";
import type { Draft } from "./draft.ts";
import { passedRules, rules, storedRules } from "./rules.ts";
import {
  type Field,
  type Modifier,
  isRunningNumber,
  listBounds,
  onRemoveActions,
  typeOf,
  vectorBounds,
} from "./field.ts";
import { readOption, withLabels } from "./options.ts";
import type { Located, Reader } from "./reader.ts";

/**
 * Gives a draft its meaning.
 * @param reader collects problems
 * @param draft the field as it is written
 * @param isStored whether it is a field of a table, which has rules that an argument has not
 * @returns the field, which is complete only without problems
 */
export function fieldOf(reader: Reader, draft: Draft, isStored: boolean): Field {
  const { name, type, modifiers } = draft;
  const has = (modifier: Modifier) => modifiers.has(modifier);
  const field: Field = {
    ...{ name, type, values: [], labels: {}, currency: null, table: null, dimensions: null },
    default: null,
    range: rangeOf(reader, draft),
    list: has("list") ? listOf(reader, draft) : null,
    isOptional: has("optional"),
    isNullable: has("nullable"),
    isIndexed: has("index"),
    isUnique: has("unique"),
    isOnce: has("once"),
    isSearchable: has("search"),
    isName: has("name"),
    isImmutable: has("immutable"),
    isServer: has("server"),
    isPrivate: has("private"),
    isOwner: has("owner"),
    isComputed: false,
    onRemove: onRemoveActions.find(has) ?? onRemoveOf(draft, isStored),
  };
  readArgs(reader, draft, field);
  for (const rule of [...rules, ...(isStored ? storedRules : passedRules)]) {
    const fault = rule(field, draft);
    if (!fault) continue;
    const { code = "MOD_CONFLICT", about, message, fix, isMisplaced } = fault;
    const at = about === undefined ? draft.typeAt : modifiers.get(about)!;
    if (isMisplaced) reader.misplaced(code, message, at);
    else reader.problem(code, message, at, fix?.(reader.text));
  }
  if (draft.default !== null) field.default = readDefault(reader, draft.default, field);
  if (field.isServer && !field.isOwner) checkServerValue(reader, draft, field);
  return field;
}

/** What happens without a word about it: a list loses what is removed, and nothing else may be. */
function onRemoveOf({ type, modifiers }: Draft, isStored: boolean): Field["onRemove"] {
  return isStored && type === "ref" && modifiers.has("list") ? "clear" : "restrict";
}

function rangeOf(reader: Reader, { type, range }: Draft): Field["range"] {
  const { bounds } = typeOf(type);
  if (bounds === undefined) return range?.value ?? {};
  const closed = { ...bounds, ...range?.value };
  if (closed.min > closed.max) {
    const what = typeOf(type).range === "length" ? " characters" : "";
    const message = `a ${type} has at most ${bounds.max}${what} by default: write ${closed.min}..max.`;
    reader.problem("RANGE", message, range!.at);
  }
  return closed;
}

function listOf(reader: Reader, { listRange }: Draft): NonNullable<Field["list"]> {
  const { min, max } = { ...listBounds, ...listRange?.value };
  if (min > max) {
    const message = `a list has at most ${max} items by default: write ${min}..max.`;
    reader.problem("RANGE", message, listRange!.at);
  }
  if (max === 0) reader.problem("RANGE", "a list of at most 0 items holds nothing.", listRange!.at);
  return { min, max };
}

/** Reads the options of an enum, the table of a reference, the length of a vector. */
function readArgs(reader: Reader, { type, typeAt, args, name }: Draft, field: Field): void {
  const { example } = typeOf(type);
  if (example === undefined) return;
  if (args === null || args.value.every((value) => value === "")) {
    const message = `${type} needs a value in brackets, for example ${name}:${example}.`;
    return reader.problem("TYPE_ARGS", message, typeAt);
  }
  if (type === "enum") return readOptions(reader, args, field);
  if (type === "money") return readCurrency(reader, args, field);
  const { value: values, at } = args;
  const [value = "", ...others] = type === "ref" ? values.flatMap((one) => one.split("|")) : values;
  if (others.length > 0 && type === "ref") {
    const each = oneOfSeveral(name, [value, ...others]);
    const message = `a reference leads to one table: name a field for each, of which a row sets one: ${each}.`;
    reader.problem("TYPE_ARGS", message, at, each);
  } else if (others.length > 0)
    reader.problem("TYPE_ARGS", `${type} takes one value, got "${values.join(",")}".`, at);
  if (type === "vector") {
    field.dimensions = Number(value);
    const { min, max } = vectorBounds;
    if (/^\d+$/.test(value) && field.dimensions >= min && field.dimensions <= max) return;
    reader.problem("VECTOR_SIZE", `a vector has ${min} to ${max} numbers, got "${value}".`, at);
  } else if (value === "_storage") {
    const fix = reader.text.replace(/:ref(\(\s*_storage\s*\)|:_storage)/, ":file");
    reader.problem("TYPE_ARGS", 'a stored file has the type "file".', typeAt, fix);
  } else field.table = value;
}

/** Reads the currency of money, and turns the range into its minor units. */
function readCurrency(reader: Reader, { value: values, at }: Located<string[]>, field: Field) {
  const refuse = (message: string, fix: string | null) =>
    reader.problem("CURRENCY", message, at, fix);
  const [currency = "", ...others] = values;
  const found = didYouMean(currency.toUpperCase(), currencies);
  const known = currencies.find((code) => code === currency.toUpperCase());
  if (known === undefined) {
    const message = `"${currency}" is no currency: write its code, such as EUR.${found?.sentence ?? ""}`;
    return refuse(message, found && reader.text.replace(currency, found.word));
  }
  if (others.length > 0) {
    const apart = `${field.name}:int(0..) currency:enum(${values.join(",")})`;
    const message = `an amount has one currency. Keep minor units and their currency apart: ${apart}.`;
    return refuse(message, apart);
  }
  if (known !== currency) {
    const message = `a currency is written in capitals: ${known}.`;
    return refuse(message, reader.text.replace(currency, known));
  }
  field.currency = known;
  for (const side of ["min", "max"] as const) {
    const amount = field.range[side];
    if (amount === undefined) continue;
    const minor = toMinor(amount, known);
    if (minor !== null) field.range = { ...field.range, [side]: minor };
    else reader.problem("RANGE", `${known} has ${minorDigits(known)} decimals, got ${amount}.`, at);
  }
}

function readOptions(reader: Reader, { value: written, at }: Located<string[]>, field: Field) {
  const options = written.map(readOption);
  const values = options.map(({ value }) => value);
  field.values = values;
  for (const { value, label } of options) if (label !== null) field.labels[value] = label;
  const odd = values.find((value) => !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value));
  if (odd !== undefined) {
    const message = `enum value "${odd}" is none: use 1 to 64 letters, digits, "-" and "_", and say in words what a person reads: in-progress="In progress".`;
    reader.problem("ENUM_VALUE", message, at, withLabels(reader.text, options));
  }
  const long = options.find(({ label }) => label !== null && (label === "" || label.length > 80));
  if (long !== undefined) {
    const message = `the words for the enum value "${long.value}" have 1 to 80 characters.`;
    reader.problem("ENUM_VALUE", message, at);
  }
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined)
    reader.problem("ENUM_VALUE", `enum value "${twice}" is given twice.`, at);
}

/** What no argument may set has to come from somewhere. */
function checkServerValue(reader: Reader, { modifiers, name }: Draft, field: Field): void {
  if (field.isOptional || field.default !== null || isRunningNumber(field)) return;
  const message =
    `${capital(name)} is set by functions only, so a new row would lack it: ` +
    `make it optional ("?") or give it a default.`;
  reader.problem("SERVER_VALUE", message, modifiers.get("server")!);
}
