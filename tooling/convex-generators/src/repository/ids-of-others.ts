// Texts that are called like the id of a row: of a table of the app, they have to be references. The id that
// another service gives to something of its own is a text.
import { singularName } from "@groundwork/plop-engine/names/words";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import type { ParsedField } from "../fields/parse.ts";

/** What fields call the person whom they name. */
const people: readonly string[] = ["owner", "author", "creator", "assignee", "member", "person"];

/**
 * Refuses a text that is called like the id of a row of a table.
 * @param parsed the field, with what was typed
 * @param tables the tables of the app
 * @param isStored whether it is a field of a table, so that something happens to it when the other row is removed
 */
export function idAsText(
  { field, text }: ParsedField,
  { tables, isStored }: { tables: readonly string[]; isStored: boolean },
): Problem[] {
  const { name, type, isOptional } = field;
  const [, one] = /^(.+)Id$/.exec(name) ?? [];
  if (one === undefined || !["string", "text"].includes(type)) return [];
  const table = people.includes(one)
    ? "users"
    : tables.find((table) => singularName(table) === one);
  if (table === undefined) return [];
  const goes = table !== "users" || !isStored ? "" : isOptional ? "+clear" : "+cascade";
  const written = `${name}:ref(${table})${isOptional ? "?" : ""}${goes}`;
  const theirs = `stripe${one.charAt(0).toUpperCase()}${one.slice(1)}Id`;
  const message =
    `"${name}" reads like the id of a row of "${table}", which is a reference: ${written}. ` +
    `Call the id that another service gives after it: ${theirs}.`;
  // Whether the callers of a function read that table is for them to say.
  return [{ code: "NAME_ID", arg: text, at: 0, message, ...(isStored && instead(written)) }];
}
