// How a page calls its parts.
import { capital, wordsOf } from "../../names/identifiers.ts";
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
import { searchName } from "../templates/functions.ts";
import { WIDTH, paragraphs, quoted } from "../print.ts";

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

function numberField(model: EntityModel): EntityField | undefined {
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

/** `<one>-name.ts`: what a person reads for a row, wherever one is named. */
export function nameFile(model: EntityModel): string {
  const { one, One, table, words, article } = model.names;
  const text = nameText(model);
  const usesMoment = text.startsWith("nameByMoment");
  const start = `export const nameOf${One} = (${one}: Public${One}): string =>`;
  const line = `${start} ${text};`;
  return (
    paragraphs(
      `import type { Public${One} } from "@repo/validators/${table}";`,
      usesMoment && `import { nameByMoment } from "../ui/facts.tsx";`,
      [
        `/** What ${article} ${words} is called: in the list, where one is chosen, and before it is removed. */`,
        line.length <= WIDTH ? line : `${start}\n  ${text};`,
      ].join("\n"),
    ) + "\n"
  );
}

/** Its title, else its number, else when it was made. */
function nameText(model: EntityModel): string {
  const { one } = model.names;
  const field = titleField(model);
  if (field !== null) return `${one}.${field.name}`;
  const number = numberField(model);
  const words = capital(model.names.words);
  if (number !== undefined) return `\`${words} \${${one}.${number.name}}\``;
  return `nameByMoment(${quoted(words)}, ${one})`;
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

/** The imports of what names rows in some code, by where they go among others. */
export function nameImports(
  model: EntityModel,
  code: string,
): Record<"others" | "facts" | "own", string[]> {
  const { One, fileOne } = model.names;
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
  const namings = model.fields.flatMap(({ target }) =>
    target?.naming && uses(target.naming.name) ? [target.naming] : [],
  );
  const others = namings.map(({ name, path }) => `import { ${name} } from "../${path}";`);
  const own = `nameOf${One}`;
  return {
    others: [...new Set(others)].toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1)),
    facts: uses("nameByMoment") ? [`import { nameByMoment } from "../ui/facts.tsx";`] : [],
    own: uses(own) ? [`import { ${own} } from "./${fileOne}-name.ts";`] : [],
  };
}

/** Imports are sorted by the path they name. */
export function pathOf(line: string): string {
  return line.slice(line.indexOf(' from "'));
}

/** The search that the page has, by its name in the API; null without one. */
export function searchOf({ fields }: EntityModel): string | null {
  const searched = fields.filter(({ isSearchable }) => isSearchable);
  const [first] = searched;
  return first === undefined ? null : searchName(first.name, searched);
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

/** The line that takes the team of the page, in a component that needs it; none in others. */
export function teamLine(code: string): string[] {
  return usesTeam(code) ? ["  const team = useTeam();"] : [];
}

export function usesTeam(code: string): boolean {
  return /\bteam\._id\b/.test(code);
}

export const TEAM_IMPORT = `import { useTeam } from "../teams/team.ts";`;

/** Whether the page names people of its team. */
export function namesMembers(model: EntityModel): boolean {
  return model.fields.some(
    (field) => isMember(model, field) && (field.isPublic || madeFields(model).includes(field)),
  );
}

export function has(model: EntityModel, operation: "create" | "update" | "remove"): boolean {
  return isHeld(model, operation) && (operation !== "update" || editedFields(model).length > 0);
}
