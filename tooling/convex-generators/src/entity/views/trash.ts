// What the templates name of the trash.
import { exactText } from "../model/samples.ts";
import type { EntityField, EntityModel } from "../model/model.ts";
import { callerOf } from "./callers.ts";
import { fieldView, findingBy, whose } from "./fields.ts";

/** The facts of the trash; null where there is none. */
export function trashView(model: EntityModel) {
  const { trash, lookups, inputs } = model;
  if (trash === null) return null;
  const remover = callerOf(model, "remove")?.variable ?? "";
  const unique = inputs.find((field) => field.isUnique && field.list === null);
  return {
    found: findingBy(model, [], { isTrash: true }),
    whose: `${whose(model, "a team")} in the trash`,
    /** Who removes rows in the tests. */
    remover,
    /** The lists that a removed row leaves: by the sample value, which each row of a test has. */
    lists: [
      { name: "list", args: "" },
      ...lookups.filter(isSampled).map((field) => ({
        name: fieldView(model, field).lookupName,
        args: `${field.name}: ${exactText(field)}`,
      })),
      ...inputs
        .filter((field) => field.isSearchable && isSampled(field))
        .map((field) => ({
          name: fieldView(model, field).searchName,
          args: `term: ${exactText(field)}`,
        })),
    ],
    unique: unique !== undefined && callerOf(model, "create") !== null ? unique.name : "",
  };
}

/** Whether each row of a test has the sample value of a field. */
function isSampled(field: EntityField): boolean {
  const { isInput, isOptional, target, isUnique, isDistinct } = field;
  return isInput && !isOptional && target === null && !isUnique && !isDistinct;
}
