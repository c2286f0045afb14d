// What the templates of a page in the web app name.
import { capital } from "@groundwork/plop-engine/names/words";
import { type EntityField, type EntityModel, inputsOf, publicOf, scopesOf } from "../model.ts";
import { defaultCode } from "./code.ts";
import { formsView } from "./controls.ts";
import { fieldView } from "./fields.ts";
import {
  has,
  isMember,
  isNamed,
  isOpenTo,
  nameOf,
  namesMembers,
  numberField,
  readers,
  showsOwner,
  titleField,
} from "./page-facts.ts";

/** Facts that the list shows of one row: with more, it could not be taken in. */
const MOST_FACTS = 16;

/** The facts that a page adds to those of the backend. */
export function pageView(model: EntityModel) {
  const { words, manyWords } = model.names;
  const isForAll = readers(model).length === model.roles.length;
  const isOpenToCreate = isOpenTo(model, "create");
  return {
    icon: model.page?.icon ?? "",
    Words: capital(words),
    isForAll,
    isOpenToCreate,
    /** Whether the page asks for the role of the caller. */
    asksRole: !isForAll || (has(model, "create") && model.team === null && !isOpenToCreate),
    namesMembers: namesMembers(model),
    subtitle: subtitle(model),
    titleField: titleField(model),
    numberField: numberField(model) ?? null,
    namings: namingsOf(model),
    ...formsView(model),
    ...itemView(model),
    ...listView(model),
    ...mutationsView(model),
    emptyTitle: `No ${manyWords} yet`,
    removeTitle: `Remove this ${words}?`,
  };
}

function namingsOf({ fields }: EntityModel) {
  const namings = fields.flatMap(({ target }) => target?.naming ?? []);
  return namings.filter(
    ({ name }, index) => namings.findIndex((other) => other.name === name) === index,
  );
}

function itemView(model: EntityModel) {
  const { one } = model.names;
  const facts = factsOf(model);
  const named = facts.filter((field) => isNamed(model, field));
  const paragraphs = paragraphsOf(model);
  const edits = has(model, "update");
  const removes = has(model, "remove");
  const value = ({ name }: EntityField) => `${one}.${name}`;
  return {
    paragraphs: paragraphs.map((field) => ({ value: value(field) })),
    facts: facts.map((field) => ({
      ...field,
      value: value(field),
      maybe: field.isOptional ? "?" : "",
      isNamed: isNamed(model, field),
      isMember: isMember(model, field),
      nameOf: field.target === null ? "" : nameOf(model, field),
    })),
    /** Whether rows that facts refer to are named, all at once. */
    named: named.length > 0,
    namedTables: [...new Set(named.map(({ table }) => table))].map((table) => {
      const values = named.filter((field) => field.table === table).map(value);
      return { table, isOneField: values.length === 1, values: values.join(", ") };
    }),
    hasDialogs: edits || removes,
    hasBody: edits || removes || facts.length > 0 || paragraphs.length > 0,
    asksToEdit: edits && !isOpenTo(model, "update"),
    asksToRemove: removes && !isOpenTo(model, "remove"),
    showsOwner: showsOwner(model),
  };
}

/** Long texts are read under the title. */
function paragraphsOf(model: EntityModel): EntityField[] {
  return publicOf(model)
    .filter(({ type, list }) => type === "text" && list === null)
    .slice(0, 3);
}

/** What else is shown of a row, one by one. */
function factsOf(model: EntityModel): EntityField[] {
  const shown = [titleField(model), ...paragraphsOf(model)];
  return (
    publicOf(model)
      .filter((field) => !shown.includes(field) && field.name !== model.team?.name)
      // On a list of one's own rows it says nothing whose they are.
      .filter((field) => isMember(model, field) || (!field.isOwner && isShown(model, field)))
      .slice(0, MOST_FACTS)
  );
}

/** What leads to a row is shown where that row can be asked for. */
function isShown(model: EntityModel, field: EntityField): boolean {
  return field.target === null || field.target.hasGet || isNamed(model, field);
}

function listView(model: EntityModel) {
  const [search] = model.fields.filter(({ isSearchable }) => isSearchable);
  const label = search?.label.toLowerCase() ?? "";
  return {
    listSubject: listSubject(model),
    search: search === undefined ? null : fieldView(model, search),
    searchWords: label,
    searchLabel: `Search by ${label}`,
  };
}

function listSubject(model: EntityModel): string {
  const { manyWords } = model.names;
  const scopes = scopesOf(model, "read");
  if (model.team !== null) return `The ${manyWords} of the team`;
  if (scopes.size > 1) return `The ${manyWords} that the caller may see`;
  return scopes.has("own") ? `The caller's ${manyWords}` : `All ${manyWords}`;
}

function subtitle(model: EntityModel): string {
  const live = "are live in every window you open.";
  const scopes = scopesOf(model, "read");
  if (scopes.has("team")) return `The team shares these. They ${live}`;
  if (scopes.has("led")) return `Only owners of the team see these. They ${live}`;
  return `${scopes.has("all") ? "They" : "Only you see these. They"} ${live}`;
}

function mutationsView(model: EntityModel) {
  const filled = publicOf(model).flatMap((field) => filledView(model, field));
  const changed = inputsOf(model).filter(({ isChange, isPublic }) => isChange && isPublic);
  const changedFiles = changed.filter(({ type }) => type === "file");
  return {
    filled,
    needsMe: filled.some(({ code }) => code.includes("me._id")),
    changedFiles,
    // What is private or a file is not shown before the server has answered.
    changesAreSeen: changedFiles.length < changed.length,
    isCleared: changed.some(({ isOptional, type }) => isOptional && type !== "file"),
  };
}

/** What the list shows of a field that the caller did not give, or gave otherwise than it is shown. */
function filledView({ owner }: EntityModel, field: EntityField): { name: string; code: string }[] {
  const { name, type, list, isOptional } = field;
  const one = (code: string) => [{ name, code }];
  if (name === owner?.name) return one("me._id");
  if (type === "file") return one(isOptional ? "undefined" : list === null ? "pendingFile" : "[]");
  if (!field.isInput && field.default === null) return isOptional ? [] : one("0");
  if (!field.isInput) return one(defaultCode(field)!);
  if (field.default === null) return [];
  return one(`input.${name} ?? ${field.default.kind === "me" ? "me._id" : defaultCode(field)}`);
}
