// The names of an entity: its variable, table, types, files and page, derived from the one that was typed.
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import {
  articleOf,
  camelCase,
  capital,
  isPlural,
  pluralOf,
  singularOf,
  spoken,
  wordsOf,
} from "@groundwork/plop-engine/names/words";
import {
  LONGEST_NAME,
  type NameFault,
  faultOfIdentifier,
  isDevice,
  isKeyword,
  wordSet,
} from "../../fields/identifiers.ts";

/** The forms of the name in generated code. */
export interface EntityNames {
  /** One row, as a variable: `ticketItem`. */
  one: string;
  /** The table, its modules and its part of the API: `ticketItems`. */
  table: string;
  /** One row, as a type or a component: `TicketItem`. */
  One: string;
  /** Many rows, as a component: `TicketItems`. */
  Many: string;
  /** One row, in files and routes: `ticket-item`. */
  fileOne: string;
  /** Many rows, in files and routes: `ticket-items`. */
  fileMany: string;
  /** One row, in a sentence: `ticket item`, `API key`. */
  words: string;
  /** Many rows, in a sentence: `ticket items`. */
  manyWords: string;
  /** The article of one row: `a` or `an`. */
  article: "a" | "an";
}

/** Names that generated code uses for something else, so that a row of the name would hide it. */
const usedByCode = wordSet(`
  date error promise map set object array string number boolean symbol math json intl crypto record partial
  proxy reflect function regexp
  id doc v z zid ctx args app api internal components query mutation action handler schema user ann bob
  constructor toString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString
  form field fields page store role roles values changes input control text empty limits list get create update remove
  value file files index rows row
`);

/** Modules with a meaning to Convex, and the folder that it writes. */
const readByConvex = wordSet("schema http crons auth convex generated");

/**
 * Derives the names of an entity.
 * @param typed the name of one row, in any case: `Ticket`, `ticket-item`
 * @param plural the name of the table; default: the plural in English
 * @returns the names, or null with the problems
 */
export function entityNames(
  typed: string,
  plural?: string,
): { names: EntityNames | null; problems: Problem[] } {
  const refused = (arg: string, problem: Omit<Problem, "arg">) => ({
    names: null,
    problems: [{ ...problem, arg }],
  });
  const fault = faultOfEntity(typed);
  if (fault !== null) return refused(typed, fault);
  const one = wordsOf(typed);
  if (plural !== undefined) {
    const wrong = faultOfPlural(plural, camelCase(one));
    if (wrong !== null) return refused(plural, wrong);
    return { names: namesOf(one, wordsOf(plural)), problems: [] };
  }
  const last = one.at(-1)!;
  const before = one.slice(0, -1);
  const many = [...before, pluralOf(last)];
  const unclear = faultOfWord(typed, last);
  if (unclear !== null) {
    const { message, word } = unclear;
    const named = (end: string) => camelCase([...before, end]);
    const fixed = word ? instead(named(word)) : instead(typed, "--plural", named(`${last}List`));
    return refused(typed, { code: "NAME_PLURAL", at: 0, message, ...fixed });
  }
  const table = camelCase(many);
  if (table.length > LONGEST_NAME) {
    const message = `the table "${table}" has ${table.length} characters; Convex allows at most ${LONGEST_NAME}.`;
    return refused(typed, { code: "NAME_LONG", at: 0, message });
  }
  return { names: namesOf(one, many), problems: [] };
}

type NamedFault = Omit<Problem, "arg"> | null;

function faultOfEntity(typed: string): NamedFault {
  const fault = withReplace(faultOfIdentifier(typed, "entity"));
  if (fault !== null) return fault;
  if (/[-_]$/.test(typed)) {
    const message = `entity "${typed}" ends with "${typed.at(-1)}".`;
    return { code: "NAME_CHAR", at: 0, message };
  }
  const one = camelCase(wordsOf(typed));
  const message = whyReserved(one);
  return message === null
    ? null
    : { code: "NAME_RESERVED", at: 0, message, ...instead(`${one}Item`) };
}

function faultOfPlural(plural: string, one: string): NamedFault {
  const fault = withReplace(faultOfIdentifier(plural, "plural"));
  if (fault !== null) return fault;
  const table = camelCase(wordsOf(plural));
  if (table === one) {
    const message = `the plural "${plural}" is the name itself: a row and its table need two words.`;
    return { code: "NAME_PLURAL", at: 0, message };
  }
  const message = whyReserved(table);
  return message === null
    ? null
    : { code: "NAME_RESERVED", at: 0, message, ...instead(`${one}List`) };
}

function withReplace(fault: NameFault | null): NamedFault {
  if (fault === null) return null;
  const { fix, ...rest } = fault;
  return { ...rest, ...(fix !== undefined && instead(fix)) };
}

function whyReserved(name: string): string | null {
  const lower = name.toLowerCase();
  if (isKeyword(name)) return `"${name}" is a word of JavaScript, so no variable can have it.`;
  if (usedByCode.has(lower))
    return `"${name}" names something else in generated code, which a row of that name would hide.`;
  if (readByConvex.has(lower))
    return `"${name}" is the name of a file that Convex gives a meaning.`;
  return isDevice(name) ? `Windows reserves the file name "${name}" for a device.` : null;
}

/** Why the plural of a word is not clear, with the singular that was meant, if any. */
function faultOfWord(typed: string, word: string): { message: string; word?: string } | null {
  const many = pluralOf(word);
  const back = singularOf(many);
  const single = singularOf(word);
  const say = "name the table with --plural.";
  if (isPlural(word)) {
    const message = `"${typed}" reads as many "${single}". Name one row ("${single}"), or ${say}`;
    return { message, word: single };
  }
  if (many === word) return { message: `"${typed}" is both singular and plural: ${say}` };
  if (back === word) return null;
  return { message: `"${typed}" has the plural "${many}", which reads as many "${back}": ${say}` };
}

function namesOf(one: string[], many: string[]): EntityNames {
  return {
    one: camelCase(one),
    table: camelCase(many),
    One: capital(camelCase(one)),
    Many: capital(camelCase(many)),
    fileOne: one.join("-"),
    fileMany: many.join("-"),
    words: spoken(one),
    manyWords: spoken(many),
    article: articleOf(one[0]!),
  };
}
