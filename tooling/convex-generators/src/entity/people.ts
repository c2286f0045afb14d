// Checks the references to people and teams. A person can always remove their account, and a team goes with the last
// one in it, so no row may prevent either.
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import type { Field } from "../fields/field.ts";
import { withModifier, withoutModifier } from "../fields/format.ts";
import type { ParsedField } from "../fields/parse.ts";
import { layout } from "../repository/layout.ts";

/**
 * Checks the references to people and teams.
 * @param parsed the fields of an entity, as they were typed
 * @param problems gets what is wrong
 */
export function checkPeople(parsed: readonly ParsedField[], problems: Problem[]): void {
  for (const { field, text } of parsed) {
    const { name, table, isUnique, isOptional } = field;
    if (isUnique && (table === "users" || table === "teams")) {
      const one = table === "users" ? "person" : "team";
      const message =
        `"${name}" with unique means one row for each ${one}: that is a part of the ${one}, which "create" ` +
        `and "list" do not fit. Drop unique, or write that table by hand${table === "users" ? `, as ${layout.backendModule("notificationSettings")} is` : ""}.`;
      const many = withoutModifier(text, "unique");
      const fixed = instead(holdsPerson(field) ? released(field, many) : many);
      problems.push({ code: "REF_ONE_EACH", arg: text, message, ...fixed });
    } else if (holdsPerson(field)) {
      const one = table === "users" ? "person" : "team";
      const choice =
        field.list !== null
          ? 'without "restrict", the id leaves the list'
          : isOptional
            ? `+clear leaves the row without "${name}"`
            : `+cascade removes the row with the ${one}; to keep it, make the field optional and add +clear`;
      const held =
        table === "users"
          ? `nobody whom "${name}" names could remove their account`
          : `nobody alone in the team that "${name}" names could remove their account, as the team goes with it`;
      const message = `${held}: say what happens to the row. ${choice}.`;
      problems.push({ code: "REF_HELD", arg: text, message, ...instead(released(field, text)) });
    }
  }
}

/** Whether a row would prevent a person, or the last one in a team, from removing their account. What one owns never does. */
export function holdsPerson({ table, isOwner, onRemove }: Field): boolean {
  return (table === "users" || table === "teams") && !isOwner && onRemove === "restrict";
}

function released({ isOptional, list }: Field, text: string): string {
  if (list !== null) return withoutModifier(text, "restrict");
  return withModifier(withoutModifier(text, "restrict"), isOptional ? "clear" : "cascade");
}
