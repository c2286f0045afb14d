// What templates name of the rows that everybody may see, signed in or not.
import { wordsOf } from "@groundwork/plop-engine/names/words";
import { quoted } from "@groundwork/plop-engine/templates/code";
import type { EntityField, EntityModel } from "../model/model.ts";
import { exactText } from "../model/samples.ts";
import { fieldView } from "./fields.ts";

/** The facts of what visitors see; null where they see nothing. */
export function visitorsView(model: EntityModel) {
  const { visitors, team, trash, names } = model;
  if (visitors === null) return null;
  const { when } = visitors;
  const fields = visitors.fields.map((field) => fieldView(model, field));
  const condition = when && conditionOf(when.field, when.value, names.one);
  const equal = [
    ...(team === null ? [] : [{ field: team.name, value: `args.${team.name}` }]),
    ...(when === null ? [] : [{ field: when.field.name, value: condition!.code }]),
    ...(trash === null ? [] : [{ field: trash.name, value: "undefined" }]),
  ];
  const index = equal.map(({ field }) => field).join("_and_");
  return {
    fields,
    plain: fields.filter(({ type }) => type !== "file"),
    files: fields.filter(({ type }) => type === "file"),
    when: condition,
    /** When a row is not for visitors, as code; empty where each is. */
    unless: [
      ...(trash === null ? [] : [`${names.one}.${trash.name} !== undefined`]),
      ...(condition === null ? [] : [condition.unless]),
    ].join(" || "),
    found: equal.length === 0 ? null : { name: `by_${index}`, equal, range: null, isTrash: false },
    keys: ["_id", ...visitors.fields.map(({ name }) => name)].toSorted(),
    /** The keys of a row that has no optional fields. */
    asked: fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
    list: `/api/${names.fileMany}`,
    one: `/api/${names.fileMany}/one`,
  };
}

/** What decides whether a row is public. */
function conditionOf(field: EntityField, value: boolean | string, one: string) {
  const code = typeof value === "string" ? quoted(value) : String(value);
  const row = `${one}.${field.name}`;
  const unless = value === true ? `!${row}` : value === false ? row : `${row} !== ${code}`;
  const others = field.values.filter((option) => option !== value);
  const words = wordsOf(field.name).join(" ");
  return {
    name: field.name,
    code,
    exact: typeof value === "string" ? `${code} as const` : code,
    /** The condition under which a row is not public. */
    unless,
    words: typeof value === "string" ? `whose ${words} is ${value}` : `where ${words} is ${value}`,
    /** A value that makes a row private again, as code; null where the field has one value only. */
    other:
      typeof value === "boolean"
        ? String(!value)
        : others[0] === undefined
          ? null
          : exactText({ ...field, values: [others[0]], isUnique: false, isDistinct: false }),
  };
}
