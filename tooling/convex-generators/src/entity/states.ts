// Reads `--states`: the moves between the options of one field, and the roles that may make each.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import type { ParsedField } from "../fields/parse.ts";
import type { Move, States } from "./model/model.ts";

/** What the moves are read against. */
interface Facts {
  fields: readonly ParsedField[];
  /** Every role of the app. */
  roles: readonly string[];
  problems: Problem[];
}

/**
 * Reads the moves.
 * @param text as it was typed: `status: draft>sent>paid, sent>void by admin`
 * @returns null without a text, and for one that is wrong
 */
export function readStates(text: string | undefined, facts: Facts): States | null {
  if (text === undefined) return null;
  const { problems } = facts;
  const refuse = (code: string, message: string, more: Partial<Problem> = {}) => {
    problems.push({ code, arg: text, message, ...more });
    return null;
  };
  const [, field, rest = ""] = /^\s*(\w+)\s*:\s*(.*)$/s.exec(text) ?? [];
  const steps = rest.split(",").map((part) => stepsIn(part));
  if (field === undefined || steps.includes(null)) {
    const message = `"${text}" names no moves: write a field and its moves, status: draft>sent>paid, sent>void by admin.`;
    return refuse("STATES_SYNTAX", message);
  }
  const moves = (steps as Move[][]).flat();
  const values = [...new Set(moves.flatMap(({ from, to }) => [from, to]))];
  const enumText = `${field}:enum(${values.join(",")})=${values[0]}`;
  const found = facts.fields.find((one) => one.field.name === field);
  if (found === undefined) {
    const message = `there is no field "${field}" with these states: add it.`;
    return refuse("STATES_FIELD", message, instead(text, enumText));
  }
  const { type, list, isOptional, isNullable, isPrivate } = found.field;
  if (type !== "enum" || list !== null || isOptional || isNullable || isPrivate) {
    const message = `"${field}" has to be one option that is always there, which callers see.`;
    problems.push({ code: "STATES_FIELD", arg: found.text, message, ...instead(enumText) });
    return null;
  }
  return checked({ field, moves }, found.field.values, text, facts) ? { field, moves } : null;
}

function checked(
  { moves }: States,
  values: readonly string[],
  text: string,
  { roles, problems }: Facts,
): boolean {
  const before = problems.length;
  const unknown = (code: string, what: string, word: string, known: readonly string[]) => {
    if (known.includes(word)) return;
    const meant = didYouMean(word, known);
    const message = `there is no ${what} "${word}".${meant?.sentence ?? ` There are: ${known.join(", ")}.`}`;
    const fixed = meant ? instead(text.replace(new RegExp(`\\b${word}\\b`, "g"), meant.word)) : {};
    problems.push({ code, arg: text, message, ...fixed });
  };
  for (const word of new Set(moves.flatMap(({ from, to }) => [from, to])))
    unknown("STATES_VALUE", "option", word, values);
  for (const word of new Set(moves.flatMap((move) => move.roles ?? [])))
    unknown("STATES_ROLE", "role", word, roles);
  const named = moves.map(({ from, to }) => `${from}>${to}`);
  const twice = named.find((move, at) => named.indexOf(move) !== at);
  const nowhere = moves.find(({ from, to }) => from === to);
  if (twice !== undefined || nowhere !== undefined) {
    const move = twice ?? `${nowhere!.from}>${nowhere!.to}`;
    const message =
      twice === undefined ? `"${move}" leads nowhere.` : `the move ${move} is named twice.`;
    problems.push({ code: "STATES_TWICE", arg: text, message, fix: `Leave out ${move}.` });
  }
  return problems.length === before;
}

/** The moves of one part: `draft>sent>paid by admin+member`; null where it is none. */
function stepsIn(part: string): Move[] | null {
  const [, chain = "", by] =
    /^\s*([^\s]+(?:\s*>\s*[^\s]+)*)(?:\s+by\s+([\w+]+))?\s*$/.exec(part) ?? [];
  const states = chain.split(">").map((state) => state.trim());
  if (states.length < 2 || states.some((state) => !/^[\w-]+$/.test(state))) return null;
  const roles = by === undefined ? null : by.split("+").filter((role) => role !== "");
  return states.slice(1).map((to, at) => ({ from: states[at]!, to, roles }));
}

/** The moves as they are typed, each by itself. */
export function formatStates({ field, moves }: States): string {
  const parts = moves.map(
    ({ from, to, roles }) => `${from}>${to}${roles === null ? "" : ` by ${roles.join("+")}`}`,
  );
  return `${field}: ${parts.join(", ")}`;
}
