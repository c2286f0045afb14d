// What the templates of the backend and the validators name.
import { capital } from "@groundwork/plop-engine/names/words";
import { formatField } from "../../fields/format.ts";
import {
  type EntityField,
  type EntityModel,
  grantsByScope,
  isHeld,
  isInherited,
  isKey,
  operations,
  scopesOf,
} from "../model/model.ts";
import { computedView } from "./computed.ts";
import { checkingView } from "./checking.ts";
import { togetherView } from "./together.ts";
import { addedFields, fieldView, findingBy, uploadOperation, whose } from "./fields.ts";

/** The facts of an entity for the templates of its tables, shapes and functions. */
export function backendView(model: EntityModel) {
  const { names, about, owner, team, parent, place, page } = model;
  const view = (fields: readonly EntityField[]) => fields.map((field) => fieldView(model, field));
  const fields = view(model.fields);
  const inputs = view(model.inputs);
  const changes = view(model.changes);
  const shown = view(model.shown);
  const lookups = view(model.lookups);
  const keys = fields.filter(isKey);
  const searched = fields.filter(({ isSearchable }) => isSearchable);
  const vectors = fields.filter(({ type }) => type === "vector");
  const publicFiles = shown.filter(({ type }) => type === "file");
  const clearable = changes.filter(({ isOptional, isNullable }) => isOptional && !isNullable);
  const [creates, updates, removes] = [
    isHeld(model, "create"),
    isHeld(model, "update"),
    isHeld(model, "remove"),
  ];
  const upload = uploadOperation(model);
  const readScopes = scopesOf(model, "read");
  return {
    ...names,
    ...{ owner, team, parent, place, page, about },
    ...{ fields, inputs, changes, lookups, keys, searched, vectors },
    ...{ publicFiles, clearable, creates, updates, removes, ...computedView(model) },
    Article: capital(names.article),
    ManyWords: capital(names.manyWords),
    headline: about ?? "the stored shape, what making and changing one takes, and what others see",
    /** The field that searches of vectors are narrowed by. */
    within: place ?? owner,
    /** The fields that searches of words are narrowed by. */
    narrowing: [
      ...[place, place === null || readScopes.has("own") ? owner : null, model.trash].filter(
        (field) => field !== null,
      ),
      ...model.searchFilters,
    ],
    /** What the caller may narrow them by besides. */
    searchFilters: model.searchFilters,
    limited: fields.filter(({ limitsText }) => limitsText !== ""),
    enums: fields.filter(({ type }) => type === "enum"),
    defaulted: inputs.filter((field) => field.default !== null),
    changesAreInputs:
      changes.length === inputs.length &&
      changes.every((field) => !field.isOptional && field.default === null),
    publicPlain: shown.filter(({ type, isComputed }) => type !== "file" && !isComputed),
    hasColumns: owner !== null || place !== null,
    /** Fields that no function returns; the matrix names the columns of an owner, a team and a whole already. */
    unseen: fields.filter(
      (field) => !field.isPublic && field.name !== owner?.name && field.name !== place?.name,
    ),
    grants: operations.flatMap((operation) => {
      const scopes = Object.entries(model.grants[operation] ?? {});
      const byRole = scopes
        .map(([role, scope]) => ({ role, scope }))
        .filter(({ role }) => !isInherited(model, operation, role));
      return byRole.length === 0 ? [] : [{ operation, scopes: byRole }];
    }),
    indexes: model.indexes.map((index) => ({ ...index, isStartOfOther: isStart(index, model) })),
    references: fields.filter(({ type, table }) => type === "file" || table !== null),
    /** Whether an argument has the shape of a field. */
    usesShape:
      vectors.length > 0 ||
      model.states !== null ||
      model.searchFilters.length > 0 ||
      [...lookups, ...keys].some(({ type }) => type !== "ref") ||
      model.together.listed.flat().some(({ type }) => type !== "ref"),
    listed: findingBy(model, []),
    /** A list without a field of its own order is in that of time. */
    isInOrder: false,
    ...togetherView(model),
    whose: whose(model, "a team"),
    /** Whether some roles read their own rows only, and others those of others, too. */
    isMixed: readScopes.has("own") && readScopes.size > 1,
    /** Whether a read has statements besides its answer. */
    isBlock: place !== null || publicFiles.length > 0 || model.computed.length > 0,
    readsOwn: readScopes.has("own"),
    uploadOperation: upload,
    added: addedFields(model),
    ...checkingView(model, inputs, changes),
    accessText: accessText(model),
    aboutMarkdown: markdown(about ?? ""),
    fieldsMarkdown: [...model.fields, ...model.computed]
      .map((field) => codeMarkdown(formatField(field)))
      .join(" "),
    functionsMarkdown: functionNames(model).map(codeMarkdown).join(" "),
  };
}

/** The names of the functions, in the order of the module. */
function functionNames(model: EntityModel): string[] {
  const { fields, lookups } = model;
  const names = (
    some: readonly EntityField[],
    name: "lookupName" | "keyName" | "searchName" | "nearestName",
  ) => some.map((field) => fieldView(model, field)[name]);
  return [
    ...["list", ...names(lookups, "lookupName")],
    ...togetherView(model).listings.map(({ listName }) => listName),
    ...names(
      fields.filter(({ isSearchable }) => isSearchable),
      "searchName",
    ),
    ...["get", ...names(fields.filter(isKey), "keyName")],
    ...names(
      fields.filter(({ type }) => type === "vector"),
      "nearestName",
    ),
    ...(["create", "update", "remove"] as const).filter((name) => isHeld(model, name)),
    ...(model.trash === null ? [] : ["listTrash", "restore", "purge"]),
    ...(model.states === null ? [] : ["move"]),
    ...(uploadOperation(model) === null ? [] : ["upload"]),
    ...(model.visitors === null ? [] : ["listForVisitors", "getForVisitors"]),
  ];
}

type Index = EntityModel["indexes"][number];

/** Whether another index starts with the fields of this one. */
function isStart({ fields }: Index, { indexes }: EntityModel): boolean {
  return indexes.some(
    (other) =>
      other.fields.length > fields.length && fields.every((name, at) => other.fields[at] === name),
  );
}

/** Who may do what, in words; operations that a role holds in the same scope stand together. */
function accessText(model: EntityModel): string {
  const parts = grantsByScope(model).map(({ role, scope, operations: held }) => {
    const which = held.length === operations.length ? "" : `: ${held.join(", ")}`;
    return `${role} ${scope}${which}`;
  });
  return parts.join("; ");
}

/** Text as code in Markdown, between more backticks than it has in a row. */
function codeMarkdown(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return marks + pad + text + pad + marks;
}

/** Text on one line, with the marks of Markdown and HTML escaped. */
function markdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|]/g, (mark) => `\\${mark}`);
}
