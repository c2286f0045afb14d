// What an entity may say of people and teams, who outlive no rule of ours: a person can always remove their
// account, and the rows of a table are many.
import type { Field } from "../fields/field.ts";
import { withModifier, withoutModifier } from "../fields/format.ts";
import type { ParsedField } from "../fields/parse.ts";
import { type Problem, instead } from "@groundwork/plop-engine/plan";

/**
 * Checks the references to people and teams.
 * @param parsed the fields of an entity, as they were typed
 * @param problems collects what is wrong
 */
export function checkPeople(parsed: readonly ParsedField[], problems: Problem[]): void {
  for (const { field, text } of parsed) {
    if (isOneEach(field)) problems.push(oneEach(field, text));
    else if (holdsPerson(field)) problems.push(held(field, text));
  }
}

function isOneEach({ table, isUnique }: Field): boolean {
  return isUnique && (table === "users" || table === "teams");
}

function oneEach(field: Field, text: string): Problem {
  const { name, table } = field;
  const one = table === "users" ? "person" : "team";
  const many = withoutModifier(text, "unique");
  return {
    code: "REF_ONE_EACH",
    arg: text,
    message:
      `"${name}" with unique means one row for each ${one}: that is a part of the ${one}, which "create" ` +
      `and "list" do not fit. Drop unique, or write that table by hand.`,
    ...instead(holdsPerson(field) ? letGo(field, many) : many),
  };
}

/**
 * Says whether a row would keep the person whom it names from removing their account. A row's owner does not:
 * what they own goes with them.
 */
export function holdsPerson({ table, isOwner, onRemove }: Field): boolean {
  return table === "users" && !isOwner && onRemove === "restrict";
}

function held(field: Field, text: string): Problem {
  const { name, isOptional } = field;
  const what = isOptional
    ? `+clear leaves the row without "${name}"`
    : "+cascade removes the row with the person; to keep it, make the field optional and add +clear";
  return {
    code: "REF_HELD",
    arg: text,
    message: `nobody whom "${name}" names could remove their account: say what becomes of the row. ${what}.`,
    ...instead(letGo(field, text)),
  };
}

function letGo({ isOptional }: Field, text: string): string {
  return withModifier(withoutModifier(text, "restrict"), isOptional ? "clear" : "cascade");
}
