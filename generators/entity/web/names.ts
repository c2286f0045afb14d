// How a page calls its parts.
import { capital } from "../../lib/identifiers.ts";
import {
  type EntityField,
  type EntityModel,
  changesOf,
  inputsOf,
  isHeld,
  publicOf,
  scopeFor,
} from "../model.ts";
import { quoted } from "../print.ts";

/** The field that a row is called by, or null: the first text that everybody sees. */
export function titleField(model: EntityModel): EntityField | null {
  const texts = publicOf(model).filter(
    ({ type, list, isOptional }) =>
      ["string", "email", "url"].includes(type) && list === null && !isOptional,
  );
  return texts[0] ?? null;
}

/** What a person reads as the name of a row, as an expression. */
export function titleText(model: EntityModel, row: string): string {
  const field = titleField(model);
  if (field !== null) return `${row}.${field.name}`;
  const number = publicOf(model).find(
    ({ isServer, isUnique, type }) => isServer && isUnique && type === "int",
  );
  const words = capital(model.names.words);
  return number === undefined ? quoted(words) : `\`${words} \${${row}.${number.name}}\``;
}

/** Fields that both forms have, in their order. */
export function editedFields(model: EntityModel): EntityField[] {
  return changesOf(model).filter(hasControl);
}

/** Fields that only the form has which makes a row. */
export function fixedFields(model: EntityModel): EntityField[] {
  return inputsOf(model).filter((field) => !field.isChange && hasControl(field));
}

/** No form asks for a vector. */
function hasControl({ type }: EntityField): boolean {
  return type !== "vector";
}

/** Roles that see the page. */
export function readers(model: EntityModel): string[] {
  return model.roles.filter((role) => scopeFor(model, "read", role) !== null);
}

/** Whether everybody who sees the page may do that to every row that they see. */
export function isOpenTo(model: EntityModel, operation: "create" | "update" | "remove"): boolean {
  return readers(model).every((role) => {
    const scope = scopeFor(model, operation, role);
    if (operation === "create") return scope !== null;
    return scope === "all" || (scope === "own" && scopeFor(model, "read", role) === "own");
  });
}

/** Whether the list shows whose a row is, so that a page can tell one's own. */
export function showsOwner({ owner }: EntityModel): boolean {
  return owner !== null && owner.isPublic;
}

export function has(model: EntityModel, operation: "create" | "update" | "remove"): boolean {
  return isHeld(model, operation) && (operation !== "update" || editedFields(model).length > 0);
}
