// What a page shows of an entity, and who may do what on it.
import { capital, wordsOf } from "@groundwork/plop-engine/names/words";
import {
  type EntityField,
  type EntityModel,
  changesOf,
  inputsOf,
  isHeld,
  isOfTeam,
  publicOf,
  scopeFor,
} from "../model.ts";
import { quoted } from "@groundwork/plop-engine/templates/code";

/** What a field is called that tells a person which row it is. */
const telling: readonly string[] = ["name", "title", "subject", "label", "headline", "fullName"];

/**
 * The field that a row is called by, or null: the one that is chosen, else the one whose name says so, else
 * the first text that everybody sees.
 */
export function titleField(model: EntityModel): EntityField | null {
  const texts = publicOf(model).filter(
    ({ type, list, isOptional }) =>
      ["string", "email", "url"].includes(type) && list === null && !isOptional,
  );
  const named = texts.find(({ name }) => telling.includes(name));
  return texts.find(({ isName }) => isName) ?? named ?? texts[0] ?? null;
}

/** The field that says what a row is called: its title, else its number, else when it was made. */
export function nameField(model: EntityModel): string {
  return (titleField(model) ?? numberField(model))?.name ?? "_creationTime";
}

export function numberField(model: EntityModel): EntityField | undefined {
  return publicOf(model).find(
    ({ isServer, isUnique, type }) => isServer && isUnique && type === "int",
  );
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

/** A function that says what a person reads for a row of the table that a field leads to. */
export function nameOf(model: EntityModel, { target }: EntityField): string {
  const { one, label, naming, hasMoment, isSelf } = target!;
  if (isSelf) return `nameOf${model.names.One}`;
  if (naming !== null) return naming.name;
  if (label === null && hasMoment) {
    return `(${one}) => nameByMoment(${quoted(capital(wordsOf(one).join(" ")))}, ${one})`;
  }
  return `(${one}) => ${one}.${label ?? "_id"}`;
}

/** Fields that both forms have, in their order. */
export function editedFields(model: EntityModel): EntityField[] {
  return changesOf(model).filter((field) => hasControl(model, field));
}

/** Fields that the form has which makes a row. */
export function madeFields(model: EntityModel): EntityField[] {
  return inputsOf(model).filter((field) => hasControl(model, field));
}

/** Fields that only the form has which makes a row. */
export function fixedFields(model: EntityModel): EntityField[] {
  return madeFields(model).filter(({ isChange }) => !isChange);
}

/** No form asks for a vector, nor for the team, which is chosen for the whole page. */
function hasControl({ team }: EntityModel, { type, name }: EntityField): boolean {
  return type !== "vector" && name !== team?.name;
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
    // Whoever owns a team is in it.
    if (isOfTeam(scope)) return read === scope || read === "led";
    // What one makes is one's own, in a team that one is in.
    if (operation === "create") return model.team === null || read !== "all";
    return read === "own";
  });
}

/** Whether the list shows whose a row is, so that a page can tell one's own. */
export function showsOwner({ owner }: EntityModel): boolean {
  return owner !== null && owner.isPublic;
}

/** Whether the page names people of its team. */
export function namesMembers(model: EntityModel): boolean {
  return model.fields.some(
    (field) => isMember(model, field) && (field.isPublic || madeFields(model).includes(field)),
  );
}

export function has(model: EntityModel, operation: "create" | "update" | "remove"): boolean {
  return isHeld(model, operation) && (operation !== "update" || editedFields(model).length > 0);
}
