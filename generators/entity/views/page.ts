// What the templates of a page in the web app name.
import { capital } from "@groundwork/plop-engine/names/words";
import { type EntityField, type EntityModel, scopesOf } from "../model/model.ts";
import { formsView } from "./controls.ts";
import { defaultCode, fieldView, whose } from "./fields.ts";
import {
  has,
  isMember,
  isNamed,
  isOpenTo,
  nameOf,
  numberField,
  readers,
  titleField,
} from "./page-facts.ts";

/** Facts that the list shows of one row: more would be too many to take in. */
const MOST_FACTS = 16;

/** The facts that a page adds to those of the backend. */
export function pageView(model: EntityModel) {
  const { words, manyWords } = model.names;
  const isForAll = readers(model).length === model.roles.length;
  const isOpenToCreate = isOpenTo(model, "create");
  const search = model.fields.find(({ isSearchable }) => isSearchable);
  const searchWords = search?.label.toLowerCase() ?? "";
  return {
    icon: model.page?.icon ?? "",
    Words: capital(words),
    isForAll,
    isOpenToCreate,
    /** Whether some who are signed in, or in the team, may not see the rows. */
    isGuarded: !isForAll || scopesOf(model, "read").has("led"),
    subtitle: subtitle(model),
    titleField: titleField(model),
    numberField: numberField(model),
    namings: namingsOf(model),
    listSubject: whose(model, "the team"),
    search: search === undefined ? null : fieldView(model, search),
    searchWords,
    searchLabel: `Search by ${searchWords}`,
    emptyTitle: `No ${manyWords} yet`,
    removeTitle: `Remove this ${words}?`,
    ...formsView(model),
    ...itemView(model),
    ...mutationsView(model),
  };
}

function subtitle(model: EntityModel): string {
  const scopes = scopesOf(model, "read");
  const live = "They are live in every window you open.";
  if (scopes.has("team")) return `The team shares these. ${live}`;
  if (scopes.has("led")) return `Only owners of the team see these. ${live}`;
  return scopes.has("all") ? live : `Only you see these. ${live}`;
}

function namingsOf({ references }: EntityModel) {
  const namings = references.flatMap(({ target }) => target.naming ?? []);
  return [...new Map(namings.map((naming) => [naming.name, naming])).values()];
}

function itemView(model: EntityModel) {
  const value = ({ name }: EntityField) => `${model.names.one}.${name}`;
  // Long texts are read under the title.
  const paragraphs = model.shown
    .filter(({ type, list }) => type === "text" && list === null)
    .slice(0, 3);
  const facts = factsBeside(model, [titleField(model), ...paragraphs]);
  const named = facts.filter((field) => isNamed(model, field));
  const [edits, removes] = [has(model, "update"), has(model, "remove")];
  return {
    paragraphs: paragraphs.map((field) => ({ value: value(field) })),
    facts: facts.map((field) => ({
      ...field,
      value: value(field),
      maybe: field.isOptional ? "?" : "",
      isNamed: named.includes(field),
      isMember: isMember(model, field),
      nameOf: nameOf(model, field),
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
    /** Whether the list shows whose a row is, so that a page knows one's own. */
    showsOwner: model.owner?.isPublic ?? false,
  };
}

/** What else is shown of a row, one by one. */
function factsBeside(model: EntityModel, others: readonly (EntityField | null)[]): EntityField[] {
  const isFact = (field: EntityField) => {
    if (others.includes(field) || field.isTeam) return false;
    if (isMember(model, field)) return true;
    // Whose a row is says nothing on a list of one's own. Another row is shown where it can be read.
    const isReadable = field.target === null || field.target.hasGet || isNamed(model, field);
    return !field.isOwner && isReadable;
  };
  return model.shown.filter(isFact).slice(0, MOST_FACTS);
}

function mutationsView({ owner, shown, inputs }: EntityModel) {
  const filled = shown.flatMap((field) => {
    const code = filledCode(field, field === owner);
    return code === null ? [] : [{ name: field.name, code }];
  });
  const changed = inputs.filter(({ isChange, isPublic }) => isChange && isPublic);
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
function filledCode(field: EntityField, isOwner: boolean): string | null {
  const { name, type, list, isOptional, isInput, default: value } = field;
  if (isOwner) return "me._id";
  if (type === "file") return isOptional ? "undefined" : list === null ? "pendingFile" : "[]";
  if (!isInput && value === null) return isOptional ? null : "0";
  if (!isInput) return defaultCode(field);
  if (value === null) return null;
  return `input.${name} ?? ${value.kind === "me" ? "me._id" : defaultCode(field)}`;
}
