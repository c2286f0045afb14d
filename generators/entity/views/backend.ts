// What the templates of the backend and the validators name.
import { capital } from "@groundwork/plop-engine/names/words";
import { formatField } from "../../fields/format.ts";
import {
  type EntityField,
  type EntityModel,
  changesOf,
  inputsOf,
  isHeld,
  lookupsOf,
  operations,
  publicOf,
  scopesOf,
} from "../model.ts";
import {
  type FieldView,
  addedFields,
  fieldView,
  findingBy,
  functionNames,
  uploadOperation,
  whose,
} from "./fields.ts";

/** The facts of an entity for the templates of its tables, shapes and functions. */
export function backendView(model: EntityModel) {
  const { names, about, owner, team } = model;
  const view = (fields: readonly EntityField[]) => fields.map((field) => fieldView(model, field));
  const fields = view(model.fields);
  const inputs = view(inputsOf(model));
  const changes = view(changesOf(model));
  const shown = view(publicOf(model));
  const clearable = changes.filter(({ isOptional }) => isOptional);
  const writes = isHeld(model, "create") || isHeld(model, "update");
  const isMixed = team === null && scopesOf(model, "read").size > 1;
  const publicFiles = shown.filter(({ type }) => type === "file");
  return {
    ...names,
    Article: capital(names.article),
    ManyWords: capital(names.manyWords),
    about,
    headline: about ?? "the stored shape, what making and changing one takes, and what others see",
    fields,
    inputs,
    changes,
    owner,
    team,
    /** The field that searches are narrowed by. */
    within: team ?? owner,
    page: model.page,
    limited: fields.filter((field) => field.limitsText !== ""),
    enums: fields.filter(({ type }) => type === "enum"),
    defaulted: inputs.filter((field) => field.default !== null),
    clearable,
    changesAreInputs:
      changes.length === inputs.length &&
      changes.every((field) => !field.isOptional && field.default === null),
    publicPlain: shown.filter(({ type }) => type !== "file"),
    publicFiles,
    hasColumns: owner !== null || team !== null,
    grants: operations.flatMap((operation) => {
      const byRole = model.grants[operation];
      if (byRole === undefined) return [];
      const scopes = Object.entries(byRole).map(([role, scope]) => ({ role, scope }));
      return { operation, scopes };
    }),
    indexes: model.indexes.map((index) => ({ ...index, isStartOfOther: isStart(index, model) })),
    references: fields.filter(({ type, table }) => type === "file" || table !== null),
    searched: fields.filter(({ isSearchable }) => isSearchable),
    vectors: fields.filter(({ type }) => type === "vector"),
    lookups: view(lookupsOf(model)),
    /** Whether an argument has the shape of a field. */
    usesShape:
      fields.some(({ type }) => type === "vector") ||
      lookupsOf(model).some(({ type }) => type !== "ref"),
    listed: findingBy(model, []),
    whose: whose(model),
    isMixed,
    /** Whether a read has statements besides its answer. */
    isBlock: team !== null || publicFiles.length > 0,
    readsOwn: scopesOf(model, "read").has("own"),
    creates: isHeld(model, "create"),
    updates: isHeld(model, "update"),
    removes: isHeld(model, "remove"),
    uploadOperation: uploadOperation(model),
    added: addedFields(model),
    isChecked: writes && inputs.some(isCheckedField),
    checksChanges: changes.some(isCheckedField),
    deciding: decidingFields(model, inputs),
    checkRemark: checkRemark(inputs),
    accessText: accessText(model),
    aboutMarkdown: markdown(about ?? ""),
    fieldsMarkdown: model.fields.map((field) => codeMarkdown(formatField(field))).join(" "),
    functionsMarkdown: functionNames(model).map(codeMarkdown).join(" "),
  };
}

type Index = EntityModel["indexes"][number];

/** Whether another index starts with the fields of this one. */
function isStart({ fields }: Index, { indexes }: EntityModel): boolean {
  return indexes.some(
    (other) =>
      other.fields.length > fields.length &&
      fields.every((field, at) => other.fields[at] === field),
  );
}

function isCheckedField({ isLookedAt, isUniqueOrOnce, type }: FieldView): boolean {
  return isLookedAt || isUniqueOrOnce || type === "file";
}

/** The fields that a check reads of the row besides the values that a call gives. */
function decidingFields({ fields }: EntityModel, inputs: readonly FieldView[]): EntityField[] {
  const names = new Set(inputs.flatMap(({ uniqueWithin }) => uniqueWithin ?? []));
  return [...names].map((name) => fields.find((field) => field.name === name)!);
}

function checkRemark(inputs: readonly FieldView[]): string {
  const parts = [
    ...(inputs.some(({ isLookedAt }) => isLookedAt) ? ["where references lead"] : []),
    ...(inputs.some(({ isUniqueOrOnce }) => isUniqueOrOnce) ? ["whether a value is free"] : []),
    ...(inputs.some(({ type }) => type === "file") ? ["what a file is"] : []),
  ];
  return parts.length < 3 ? parts.join(", and ") : `${parts[0]}, ${parts[1]}, and ${parts[2]}`;
}

/** Who may do what, to be read aloud: operations that a role has in the same scope stand together. */
function accessText({ roles, grants }: EntityModel): string {
  const parts = roles.flatMap((role) => {
    const byScope = new Map<string, string[]>();
    for (const operation of operations) {
      const scope = grants[operation]?.[role];
      if (scope !== undefined) byScope.set(scope, [...(byScope.get(scope) ?? []), operation]);
    }
    return [...byScope].map(([scope, held]) => {
      const which = held.length === operations.length ? "" : `: ${held.join(", ")}`;
      return `${role} ${scope}${which}`;
    });
  });
  return parts.join("; ");
}

/** Text as code in Markdown: what would end the code is written out. */
function codeMarkdown(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return marks + pad + text + pad + marks;
}

/** Text in which no mark of Markdown or HTML means anything. */
function markdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|]/g, (mark) => `\\${mark}`);
}
