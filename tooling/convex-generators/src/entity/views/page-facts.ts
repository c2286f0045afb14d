// What a page shows of an entity, and who may do what on it.
import { quoted } from "@groundwork/plop-engine/templates/code";
import { type EntityField, type EntityModel, isHeld, scopeFor } from "../model/model.ts";
import { isOfTeam } from "../../repository/facts.ts";

/** Names of a field that says which row it is. */
const telling: readonly string[] = ["name", "title", "subject", "label", "headline", "fullName"];

/**
 * The field that a row is called by, or null: the one with the modifier `name`, else the one whose name says so,
 * else the first text that everybody sees.
 */
export function titleField({ shown }: EntityModel): EntityField | null {
  const texts = shown.filter(
    ({ type, list, isOptional, isNullable }) =>
      ["string", "email", "url"].includes(type) && list === null && !isOptional && !isNullable,
  );
  const named = texts.find(({ name }) => telling.includes(name));
  return texts.find(({ isName }) => isName) ?? named ?? texts[0] ?? null;
}

/** The number that the server gives a row, if it is shown. */
export function numberField({ shown }: EntityModel): EntityField | null {
  const isNumber = (field: EntityField) => field.isServer && field.isUnique && field.type === "int";
  return shown.find(isNumber) ?? null;
}

/** The field that says what a row is called: its title, else its number, else when it was created. */
export function nameField(model: EntityModel): string {
  return (titleField(model) ?? numberField(model))?.name ?? "_creationTime";
}

/** Whether a field names a person whom the team knows, though the matrix may hide people. */
export function isMember({ team }: EntityModel, { target }: EntityField): boolean {
  return team !== null && target?.table === "users";
}

/** Whether the rows that a field leads to are named all at once, by `names.list`. */
export function isNamed(model: EntityModel, field: EntityField): boolean {
  const { target } = field;
  return target !== null && !isMember(model, field) && (target.isSelf || target.isNamed);
}

/** A function, as code, that names a row of the table that a field leads to; empty for other fields. */
export function nameOf({ names }: EntityModel, { target }: EntityField): string {
  if (target === null) return "";
  const { one, label, hasMoment, isSelf } = target;
  if (isSelf) return `nameOf${names.One}`;
  if (label !== null || !hasMoment) return `(${one}) => ${one}.${label ?? "_id"}`;
  return `(${one}) => nameByMoment(${quoted(one)}, ${one})`;
}

/** The fields with a control: a vector has none, nor the team, which is chosen for the whole page. */
function withControl(fields: readonly EntityField[]): EntityField[] {
  return fields.filter(({ type, isTeam }) => type !== "vector" && !isTeam);
}

/** Fields of the form that edits a row. */
export function editedFields({ changes }: EntityModel): EntityField[] {
  return withControl(changes);
}

/** Fields of the form that creates a row. */
export function madeFields({ inputs }: EntityModel): EntityField[] {
  return withControl(inputs);
}

/** Roles that see the page. */
export function readers(model: EntityModel): string[] {
  return model.roles.filter((role) => scopeFor(model, "read", role) !== null);
}

/** Whether everybody who sees the page may do that to every row that they see. */
export function isOpenTo(model: EntityModel, operation: "create" | "update" | "remove"): boolean {
  return readers(model).every((role) => {
    const scope = scopeFor(model, operation, role);
    const read = scopeFor(model, "read", role);
    if (scope === null || scope === "all") return scope !== null;
    // The owner of a team is a member, and so is who reads their own rows in it.
    if (isOfTeam(scope))
      return read === scope || read === "led" || (read === "own" && scope === "team");
    // What one creates is one's own, in a team that one is in.
    if (operation === "create") return model.team === null || read !== "all";
    return read === "own";
  });
}

/** Whether the page has an operation. */
export function has(model: EntityModel, operation: "create" | "update" | "remove"): boolean {
  return isHeld(model, operation) && (operation !== "update" || editedFields(model).length > 0);
}
