// The controls of a page's forms: one for each field, and what they hold.
import type { EntityField, EntityModel } from "../model/model.ts";
import { isListOfRows } from "../../fields/field.ts";
import { toMajor } from "../../fields/currency.ts";
import { quoted } from "@groundwork/plop-engine/templates/code";
import { defaultCode } from "./fields.ts";
import { editedFields, has, isMember, madeFields, nameOf } from "./page-facts.ts";

/** Lines of controls in one component, so that none outgrows the lint's bound on a function. */
const MOST_LINES = 60;

/** One control of a form. */
export interface Control extends EntityField {
  component: string;
  /** The type of an input; empty for a plain one. */
  inputType: string;
  /** What an input of numbers counts in, if not whole ones. */
  step: string;
  placeholder: string;
  hint: string | null;
  /** The list that a person chooses a row from; null where that is not possible. */
  offered: { team: string | null; hasGet: boolean; search: string | null } | null;
  nameOf: string;
  /** Whether it gets the focus when the form appears. */
  isFirst: boolean;
  /** What it holds at first, and of a row that exists, as code. */
  emptyCode: string;
  heldCode: string;
}

/** The facts of the forms. */
export function formsView(model: EntityModel) {
  const { One } = model.names;
  const made = madeFields(model);
  const controls = (fields: readonly EntityField[]) =>
    fields.map((field) => controlView(model, field));
  const edited = controls(editedFields(model));
  const [creates, updates] = [has(model, "create"), has(model, "update")];
  const isSame = model.inputs.every(
    ({ isChange, type, isTeam }) => isTeam || (isChange && type !== "vector"),
  );
  const editsLikeMaking = isSame && creates;
  const editTexts = editsLikeMaking ? `${One}Texts` : `${One}EditTexts`;
  return {
    edits: updates,
    hasForms: creates || updates,
    /** Arguments that no form asks for. */
    unasked: model.inputs.filter((field) => !made.includes(field)),
    madeControls: controls(made),
    editedControls: edited,
    /** Controls that only the form has which creates a row. */
    fixedControls: controls(made.filter(({ isChange }) => !isChange)),
    editsLikeMaking,
    editTexts,
    /** The type of what a form holds that has the fields of both. */
    sharedTexts: updates ? editTexts : `${One}Texts`,
    components: componentsOf(One, edited),
  };
}

/** The components of the shared controls: the first calls the second, and so on. */
function componentsOf(One: string, controls: readonly Control[]) {
  const parts: Control[][] = [[]];
  let lines = 0;
  controls.forEach((control, index) => {
    const height = (control.offered === null ? 6 : 11) + (control.isNullable ? 2 : 0);
    if (lines + height > MOST_LINES) {
      parts.push([]);
      lines = 0;
    }
    parts.at(-1)!.push({ ...control, isFirst: index === 0 });
    lines += height;
  });
  const name = (index: number) => (index === 0 ? `${One}Fields` : `${One}Fields${index + 1}`);
  return parts.map((part, index) => {
    const next = index + 1 < parts.length ? name(index + 1) : null;
    return {
      name: name(index),
      isFirst: index === 0,
      controls: part,
      next,
      /** Whether one control is all that it has. */
      isSingle: part.length === 1 && next === null,
      usesTeam: part.some(({ offered }) => offered !== null && offered.team !== null),
    };
  });
}

function controlView(model: EntityModel, field: EntityField): Control {
  const offered = offeredBy(model, field);
  const { type, list } = field;
  const component = componentOf(model, field, offered !== null);
  return {
    ...field,
    offered,
    component,
    inputType: (list === null && inputTypes[type]) || "",
    step: list === null ? stepOf(field) : "",
    placeholder: list === null && type === "duration" ? "1:30" : "",
    hint: hintOf(field, component),
    nameOf: offered === null ? "" : nameOf(model, field),
    isFirst: false,
    emptyCode: emptyCode(model, field),
    heldCode: heldCode(model, field),
  };
}

const inputTypes: Readonly<Record<string, string>> = {
  email: "email",
  url: "url",
  int: "number",
  bigint: "number",
  number: "number",
  money: "number",
  date: "datetime-local",
  day: "date",
  time: "time",
};

function stepOf({ type, currency }: EntityField): string {
  if (currency !== null) return String(toMajor(1, currency));
  return type === "number" ? "any" : "";
}

function componentOf(model: EntityModel, field: EntityField, isOffered: boolean): string {
  const { type, list, isOptional, isNullable } = field;
  if (type === "file") return "FileField";
  if (isListOfRows(field) && isMember(model, field)) return "MembersField";
  if (isListOfRows(field) && isOffered) return "RowsField";
  if (list !== null || type === "text" || type === "json") return "TextareaField";
  if (type === "bool" && !isOptional && !isNullable) return "CheckboxField";
  if (type === "bool" || type === "enum") return "SelectField";
  if (isMember(model, field)) return "MemberField";
  return isOffered ? "RowField" : "TextField";
}

function offeredBy(model: EntityModel, field: EntityField): Control["offered"] {
  const { target } = field;
  if (!target?.list || isMember(model, field)) return null;
  // Rows of a team are offered on a page that shows one.
  if (target.list.team !== null && model.team === null) return null;
  return { team: target.list.team, hasGet: target.hasGet, search: target.search };
}

function hintOf(field: EntityField, component: string): string | null {
  const { isOptional, isPublic, list, type, currency, default: value } = field;
  const parts = [
    ...(currency === null ? [] : [`In ${currency}`]),
    ...(type === "duration" ? ["Hours and minutes"] : []),
    ...(isOptional ? ["Optional"] : []),
    ...(type === "date" && value?.kind === "now" ? ["Default: now"] : []),
    ...(type === "ref" && value?.kind === "me" ? ["Default: you"] : []),
    ...(list !== null && component === "TextareaField" ? ["One to a line"] : []),
    ...(isPublic ? [] : ["Never shown"]),
  ];
  if (parts.length === 0) return null;
  const [first, ...rest] = parts;
  return `${[first, ...rest.map((part) => part.charAt(0).toLowerCase() + part.slice(1))].join(", ")}.`;
}

function emptyCode(model: EntityModel, field: EntityField): string {
  const value = field.default;
  if (value?.kind === "literal" && value.value === null) return "noneText";
  if (field.list !== null || value?.kind !== "literal") return '""';
  const code = heldItem(model, field, defaultCode(field)!);
  if (code !== null) return code;
  return quoted(String(value.value));
}

const texts: readonly string[] = ["string", "text", "email", "url", "day", "time", "enum", "ref"];

/** One value as its control holds it, as code; null for a type whose values are held as they are. */
function heldItem({ names }: EntityModel, { name, type }: EntityField, value: string) {
  if (type === "date") return `dateText(${value})`;
  if (type === "money") return `amountText(${value}, ${names.one}Limits.${name}.currency)`;
  return type === "duration" ? `clockText(${value})` : null;
}

function heldCode(model: EntityModel, field: EntityField): string {
  if (!field.isPublic) return '""';
  const value = `${model.names.one}.${field.name}`;
  return field.isNullable
    ? `${value} === null ? noneText : ${heldValue(model, field)}`
    : heldValue(model, field);
}

function heldValue(model: EntityModel, field: EntityField): string {
  const { type, list, isOptional } = field;
  const value = `${model.names.one}.${field.name}`;
  if (type === "file") return `filesText(${value})`;
  const item = heldItem(model, field, list === null ? value : "item");
  if (item !== null && list === null) return item;
  if (item !== null) return `textOf(${value}${isOptional ? "?" : ""}.map((item) => ${item}))`;
  if (list !== null) return `textOf(${value})`;
  if (type === "json") return `jsonText(${value})`;
  return texts.includes(type) && !isOptional ? value : `textOf(${value})`;
}
