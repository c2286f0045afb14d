// What the templates of a page in the web app name.
import { quoted } from "@groundwork/plop-engine/templates/code";
import { capital, labelOf } from "@groundwork/plop-engine/names/words";
import { type FieldType, isListOfRows } from "../../fields/field.ts";
import { type EntityField, type EntityModel, scopesOf } from "../model/model.ts";
import { startCode } from "./computed.ts";
import { keptNulls } from "./checking.ts";
import { type Control, formsView } from "./controls.ts";
import { defaultCode, fieldView, whose } from "./fields.ts";
import { togetherView } from "./together.ts";
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
/** Fields that the list can be narrowed by. */
const MOST_FILTERS = 3;

/** The facts that a page adds to those of the backend. */
export function pageView(model: EntityModel) {
  const isForAll = readers(model).length === model.roles.length;
  const search = model.fields.find(({ isSearchable }) => isSearchable);
  const filters = filtersOf(model);
  const forms = formsView(model);
  const item = itemView(model);
  const mutations = mutationsView(model);
  const narrowings = narrowingsOf(model, filters);
  const hasSearch = search !== undefined || filters.length > 0;
  const address = `${model.team === null ? "" : "/t/$team"}/${model.names.fileMany}`;
  return {
    icon: model.page?.icon ?? "",
    key: model.page?.key ?? null,
    /** The address of the page, and what the router calls it. */
    address,
    routeId: `/_app${address}`,
    Words: capital(model.names.words),
    isForAll,
    isOpenToCreate: isOpenTo(model, "create"),
    /** Whether some who are signed in, or in the team, may not see the rows. */
    isGuarded: !isForAll || scopesOf(model, "read").has("led"),
    subtitle: subtitle(model),
    titleField: titleField(model),
    numberField: numberField(model),
    listSubject: whose(model, "the team"),
    search:
      search === undefined
        ? null
        : {
            ...fieldView(model, search),
            /** Whether each row that is found has the text, and shows it. */
            isAlways: search.isPublic && !search.isOptional && !search.isNullable,
          },
    searchWords: search?.label.toLowerCase() ?? "",
    filters: filters.map((field) => ({
      ...field,
      isNarrowing: narrowings.some(({ name }) => name === field.name),
    })),
    /** The orders of the lists that filters show, besides the newest first. */
    sorts: filters.flatMap(({ sorts }) => sorts),
    /** What a search of the page is narrowed by, and what of it narrows nothing else. */
    narrowings,
    hasFilters: filters.length > 0 || narrowings.length > 0,
    searchOnly: narrowings.filter(({ name }) => !filters.some((field) => field.name === name)),
    /** Whether the address says which rows the list shows. */
    hasSearch,
    /** Whether the command palette finds rows. It does not know whether one owns the team that is shown. */
    isInPalette: search !== undefined && !scopesOf(model, "read").has("led"),
    /** Whether a mutation changes all lists of the page. */
    usesLists:
      hasSearch &&
      (has(model, "remove") || model.states !== null || (forms.edits && mutations.changesAreSeen)),
    hasYesOrNo: [...filters, ...narrowings].some(({ type }) => type === "bool"),
    // Without a form nobody reads the words of its controls.
    ...wordsView(forms.hasForms ? [...forms.madeControls, ...forms.editedControls] : [], [
      ...item.facts,
      ...filters,
      ...narrowings,
      ...model.shown.filter(({ name }) => name === model.states?.field),
    ]),
    ...forms,
    ...item,
    ...mutations,
  };
}

/** Fields that the list can be narrowed by: those with a list of their own and few values. */
function filtersOf(model: EntityModel) {
  const filters = model.lookups
    .filter(({ type, name }) => (type === "enum" || type === "bool") && name !== "q")
    .slice(0, MOST_FILTERS)
    .map((field) => ({
      ...fieldView(model, field),
      filteredName: `by${capital(field.name)}`,
      sorts: sortsOf(model, field),
    }));
  // One is sorted: the address has one order.
  const sorted = filters.find(({ sorts }) => sorts.length > 0);
  return filters.map((filter) => (filter === sorted ? filter : { ...filter, sorts: [] }));
}

/** What the rows with one value of a field can be sorted by: a field that each row has, with a list of its own. */
function sortsOf(model: EntityModel, by: EntityField) {
  return togetherView(model)
    .listings.filter(({ isInOrder, equal, last }) => {
      const isOf = isInOrder && equal.length === 1 && equal[0]!.name === by.name;
      return isOf && last.isPublic && !last.isOptional && !last.isNullable;
    })
    .map(({ listName, last: { name, label, type } }) => {
      const [up, down] = sortWords[type] ?? ["lowest first", "highest first"];
      return {
        name,
        listName,
        sortedName: `by${capital(by.name)}And${capital(name)}`,
        by: by.name,
        up: `${label}: ${up}`,
        down: `${label}: ${down}`,
      };
    });
}

const sortWords: Readonly<Record<string, [string, string]>> = {
  date: ["earliest first", "latest first"],
  day: ["earliest first", "latest first"],
  time: ["earliest first", "latest first"],
  duration: ["shortest first", "longest first"],
};

/** The fields of few values that narrow a search of the page; others narrow it only for programs. */
function narrowingsOf(model: EntityModel, filters: readonly EntityField[]): EntityField[] {
  const isShort = ({ type, name }: EntityField) =>
    (type === "enum" || type === "bool") && name !== "q";
  const isListed = (field: EntityField) => filters.some(({ name }) => name === field.name);
  const short = model.searchFilters.filter(isShort);
  // Those that lists are narrowed by stand first, and all of them have room for no more than that.
  const kept = short.filter(isListed);
  const more = short.filter((field) => !isListed(field));
  return [...kept, ...more.slice(0, MOST_FILTERS - Math.min(MOST_FILTERS, filters.length))];
}

/** The words of the fields that forms ask for and that the list shows. */
function wordsView(controls: readonly Control[], others: readonly EntityField[]) {
  const fields = [...controls, ...others];
  const named = [...new Map(fields.map((field) => [field.name, field])).values()];
  const hinted = new Map(controls.map(({ name, hint }) => [name, { name, hint }]));
  return {
    wordedFields: named.map(({ name, label }) => ({ name, label })),
    hints: [...hinted.values()].filter(({ hint }) => hint !== null),
    options: named
      .filter(({ type }) => type === "enum")
      .map(({ name, values, labels }) => ({
        name,
        options: values.map((value) => ({
          value,
          label: labels[value] ?? (labelOf(value) || value),
        })),
      })),
  };
}

function subtitle(model: EntityModel): string {
  const scopes = scopesOf(model, "read");
  const live = "live in every window you open.";
  if (scopes.has("own") && scopes.size > 1) return capital(live);
  if (scopes.has("team")) return `The team shares these. They are ${live}`;
  if (scopes.has("led")) return `Only owners of the team see these. They are ${live}`;
  return scopes.has("all") ? capital(live) : `Only you see these. They are ${live}`;
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
      isOptional: field.isOptional || field.isNullable,
      maybe: field.isOptional || field.isNullable ? "?" : "",
      worded: worded(model, field, field.list === null ? value(field) : "item"),
      isMembers: isListOfRows(field) && isMember(model, field),
      isRows: isListOfRows(field) && !isMember(model, field) && !named.includes(field),
      isNamed: named.includes(field),
      isMember: isMember(model, field),
      nameOf: nameOf(model, field),
    })),
    /** Whether rows that facts refer to are named, all at once. */
    named: named.length > 0,
    namedTables: [...new Set(named.map(({ table }) => table))].map((table) => {
      const fields = named.filter((field) => field.table === table);
      const isOneField = fields.length === 1 && fields[0]!.list === null;
      return {
        table,
        isOneField,
        values: fields.map((field) => idsCode(field, value(field))).join(", "),
      };
    }),
    /** What comes to the trash can be undone, and needs no question. */
    asksFirst: removes && model.trash === null,
    hasDialogs: edits || (removes && model.trash === null),
    hasBody:
      edits ||
      (removes && model.trash === null) ||
      model.states !== null ||
      facts.length > 0 ||
      paragraphs.length > 0,
    asksToEdit: edits && !isOpenTo(model, "update"),
    asksToRemove: removes && !isOpenTo(model, "remove"),
    /** Whether the list shows whose a row is, so that a page knows one's own. */
    showsOwner: model.owner?.isPublic ?? false,
  };
}

/** The ids that a field has, as code in an array. */
function idsCode({ list, isOptional, isNullable }: EntityField, value: string): string {
  if (list === null) return value;
  return isOptional || isNullable ? `...(${value} ?? [])` : `...${value}`;
}

/** One value as a person reads it, as code; null for a type whose values are read as they are. */
function worded(model: EntityModel, field: EntityField, value: string) {
  const { names } = model;
  const { name, type, list } = field;
  if (isListOfRows(field)) return isNamed(model, field) ? `nameOf(${value})` : null;
  if (type === "enum" && list !== null) return `words.options.${name}[${value}]`;
  const words: Partial<Record<FieldType, string>> = {
    date: `momentText(${value})`,
    day: `dayText(${value})`,
    time: `timeText(${value})`,
    duration: `durationText(${value})`,
    money: `moneyText(${value}, ${field.isComputed ? quoted(field.currency!) : `${names.one}Limits.${name}.currency`})`,
  };
  return words[type] ?? null;
}

/** What else is shown of a row, one by one. */
function factsBeside(model: EntityModel, others: readonly (EntityField | null)[]): EntityField[] {
  const isFact = (field: EntityField) => {
    if (others.includes(field) || field.isTeam || field.isTrash) return false;
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
    isCleared: changed.some(
      ({ isOptional, isNullable, type }) => isOptional && !isNullable && type !== "file",
    ),
    clearedArguments: `changes${keptNulls(changed)}`,
  };
}

/** What the list shows of a field that the caller did not give, or gave otherwise than it is shown. */
function filledCode(field: EntityField, isOwner: boolean): string | null {
  const { name, type, list, isOptional, isNullable, isInput, default: value } = field;
  if (isOwner) return "me._id";
  if (field.isComputed) return field.isOptional ? null : startCode(field);
  if (type === "file") return isOptional ? "undefined" : list === null ? "pendingFile" : "[]";
  if (!isInput && value === null) return isOptional ? null : isNullable ? "null" : "0";
  if (!isInput) return defaultCode(field);
  if (value === null) return null;
  return `input.${name} ?? ${value.kind === "me" ? "me._id" : defaultCode(field)}`;
}
