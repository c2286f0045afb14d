// The names of an entity: from the one that was typed to those of its table, types, files and page.
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

/** All the ways in which generated code says the name. */
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
  form field fields page store values changes input control text empty limits list get create update remove
  value file files index rows row
`);

/** Modules that Convex gives a meaning, and the folder that it writes. */
const readByConvex = wordSet("schema http crons auth convex generated");

/**
 * Makes the names of an entity.
 * @param typed the name of one row, in any case: `Ticket`, `ticket-item`
 * @param plural the name of the table, where English is not enough; absent for the usual plural
 * @returns the names, or null with the problems
 */
export function entityNames(
  typed: string,
  plural?: string,
): { names: EntityNames | null; problems: Problem[] } {
  const refused = (problem: Omit<Problem, "arg">, arg = typed) => ({
    names: null,
    problems: [{ ...problem, arg }],
  });
  const fault = faultOfIdentifier(typed, "entity");
  if (fault !== null) return refused(withReplace(fault));
  if (/^[-_]|[-_]$/.test(typed)) {
    const message = `entity "${typed}" starts or ends with "${typed.at(-1)}".`;
    return refused({ code: "NAME_CHAR", at: 0, message });
  }
  const parts = wordsOf(typed);
  const one = camelCase(parts);
  const taken = whyTaken(one);
  if (taken !== null) {
    return refused({ code: "NAME_RESERVED", at: 0, ...taken, ...instead(`${one}Item`) });
  }

  if (plural !== undefined) {
    const wrong = faultOfIdentifier(plural, "plural");
    if (wrong !== null) return refused(withReplace(wrong), plural);
    const manyParts = wordsOf(plural);
    const table = camelCase(manyParts);
    if (table === one) {
      const message = `the plural "${plural}" is the name itself: a row and its table need two words.`;
      return refused({ code: "NAME_PLURAL", at: 0, message }, plural);
    }
    const takenTable = whyTaken(table);
    if (takenTable !== null) {
      const other = instead(`${one}List`);
      return refused({ code: "NAME_RESERVED", at: 0, ...takenTable, ...other }, plural);
    }
    return { names: namesOf(parts, manyParts), problems: [] };
  }

  const last = parts.at(-1)!;
  const many = pluralOf(last);
  const manyParts = [...parts.slice(0, -1), many];
  const table = camelCase(manyParts);
  const unclear = whyUnclear(last, many);
  if (unclear !== null) {
    const { message, fix } = unclear;
    const whole = (word: string) => camelCase([...parts.slice(0, -1), word]);
    return refused({
      code: "NAME_PLURAL",
      at: 0,
      message: message(typed),
      ...(fix === null ? instead(typed, "--plural", whole(`${last}List`)) : instead(whole(fix))),
    });
  }
  if (table.length > LONGEST_NAME) {
    const message = `the table "${table}" has ${table.length} characters; Convex allows at most ${LONGEST_NAME}.`;
    return refused({ code: "NAME_LONG", at: 0, message });
  }
  return { names: namesOf(parts, manyParts), problems: [] };
}

function withReplace({ fix, ...fault }: NameFault): Omit<Problem, "arg"> {
  return { ...fault, ...(fix !== undefined && instead(fix)) };
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

function whyTaken(name: string): Omit<Problem, "code" | "arg"> | null {
  const lower = name.toLowerCase();
  if (isKeyword(name))
    return { message: `"${name}" is a word of JavaScript, so no variable can have it.` };
  if (usedByCode.has(lower)) {
    return {
      message: `"${name}" names something else in generated code, which a row of that name would hide.`,
    };
  }
  if (readByConvex.has(lower)) {
    return { message: `"${name}" is the name of a file that Convex gives a meaning.` };
  }
  if (isDevice(name)) return { message: `Windows keeps the file name "${name}" for a device.` };
  return null;
}

/** Why English is no help with the plural of a word: what to say, and the word that was meant, if any. */
function whyUnclear(
  word: string,
  many: string,
): { message: (typed: string) => string; fix: string | null } | null {
  const back = singularOf(many);
  const isMany = isPlural(word);
  if (many === word && !isMany) {
    return {
      message: (typed) =>
        `"${typed}" is the same for one and for many: say what the table is called with --plural.`,
      fix: null,
    };
  }
  if (isMany) {
    const single = singularOf(word);
    return {
      message: (typed) =>
        `"${typed}" reads as many "${single}". Name one row ("${single}"), or say with --plural what the table is called.`,
      fix: single,
    };
  }
  if (back === word) return null;
  return {
    message: (typed) =>
      `"${typed}" has the plural "${many}", which reads as many "${back}": say what the table is called with --plural.`,
    fix: null,
  };
}
