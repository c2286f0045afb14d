// Asks what people see who are not signed in.
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import { parseFields } from "../../fields/parse.ts";
import type { VisitorsInput } from "./input.ts";

/**
 * Asks which fields everybody sees, and of which rows.
 * @param entered the fields of the entity, as they were typed
 * @param isRefused whether the entity would be refused with a choice
 * @returns nothing where visitors see nothing
 */
export async function askVisitors(
  inquirer: Inquirer,
  entered: readonly string[],
  isRefused: (choice: VisitorsInput) => boolean,
): Promise<VisitorsInput> {
  const fields = parseFields(entered).fields.map(({ field }) => field);
  const choices = fields
    .filter(({ name }) => !isRefused({ public: name }))
    .map(({ name }) => ({ value: name }));
  if (choices.length === 0) return {};
  const chosen = await ask<string[]>(inquirer, {
    type: "checkbox",
    message: "Which fields does everybody see, signed in or not (none: none)?",
    choices,
  });
  if (chosen.length === 0) return {};
  const shown = { public: chosen.join() };
  const conditions = fields
    .flatMap(({ name, type, values }) =>
      type === "bool" ? [name] : values.map((value) => `${name}=${value}`),
    )
    .filter((publicWhen) => !isRefused({ ...shown, publicWhen }));
  if (conditions.length === 0) return shown;
  const publicWhen = await ask<string>(inquirer, {
    type: "list",
    message: "Of which rows?",
    choices: [{ name: "all", value: "" }, ...conditions.map((value) => ({ value, name: value }))],
  });
  return publicWhen === "" ? shown : { ...shown, publicWhen };
}
