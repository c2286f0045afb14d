// What a page shows of what a query returns.
import { quoted } from "@groundwork/plop-engine/templates/code";
import { wordsOf } from "@groundwork/plop-engine/names/words";
import type { QueryModel, ShownField } from "./model.ts";
import { type Validator, membersOf, optionsOf, withoutNull } from "./promised.ts";

/** Facts that a page shows of one row: more would be too many to take in. */
const MOST_FIELDS = 12;

type Returned = Pick<
  QueryModel,
  "returns" | "isNullable" | "fields" | "title" | "key" | "example" | "left"
>;

/**
 * Reads what is shown.
 * @param returns what the query returns
 * @param isPaged whether it takes `paginationOpts`
 * @returns null where a page cannot show it
 */
export function readShown(returns: Validator, isPaged: boolean): Returned | null {
  const { bare, isNullable } = withoutNull(returns);
  if (isPaged) {
    const page = membersOf(bare).find(([name]) => name === "page")?.[1].fieldType;
    if (page?.type !== "array" || page.value.type !== "object") return null;
    const row = ofObject(page.value);
    return row.key === "_id" ? { returns: "page", isNullable: false, ...row } : null;
  }
  if (bare.type === "array" && bare.value.type === "object") {
    return { returns: "list", isNullable, ...ofObject(bare.value) };
  }
  if (bare.type === "object") return { returns: "one", isNullable, ...ofObject(bare) };
  return null;
}

function ofObject(row: Validator): Omit<Returned, "returns" | "isNullable"> {
  const members = membersOf(row);
  const read = members.map(([name, { fieldType, optional }]) => ({
    name,
    field: fieldOf(name, fieldType, optional),
  }));
  // When a row was created is the least of it; the record has the fields by name.
  const isLast = ({ name }: ShownField) => Number(name === "_creationTime");
  const found = read
    .flatMap(({ field }) => (field === null ? [] : [field]))
    .sort((one, other) => isLast(one) - isLast(other));
  const isText = (name: string) =>
    found.some((one) => one.name === name && one.kind === "text" && isAlways(one));
  const title = ["name", "title", "subject", "label", "question"].find(isText) ?? null;
  const hasId = members.some(([name]) => name === "_id");
  const fields = found.filter(({ name }) => name !== title);
  const shown = fields.slice(0, MOST_FIELDS);
  const firstText = found.find((one) => one.kind === "text" && isAlways(one))?.name ?? null;
  const known = new Set([...shown.map(({ name }) => name), title, "_id"]);
  return {
    fields: shown,
    title,
    key: hasId ? "_id" : firstText,
    example: exampleOf(row, ""),
    left: members.map(([name]) => name).filter((name) => !known.has(name)),
  };
}

const isAlways = ({ mayBeAbsent, mayBeNull }: ShownField) => !mayBeAbsent && !mayBeNull;

function fieldOf(name: string, type: Validator, mayBeAbsent: boolean): ShownField | null {
  const { bare, isNullable: mayBeNull } = withoutNull(type);
  const field = (kind: ShownField["kind"], values: string[] = []) => ({
    ...{ name, kind, values, mayBeAbsent, mayBeNull },
  });
  if (bare.type === "string") return field("text");
  if (bare.type === "number") {
    return field(name === "_creationTime" || name.endsWith("At") ? "moment" : "number");
  }
  if (bare.type === "boolean") return field("bool");
  if (bare.type === "array" && bare.value.type === "string") return field("list");
  const options = optionsOf(bare);
  return options === null || options.length === 0 ? null : field("option", options);
}

/** What the example of a text says: another for each field. */
export const exampleText = (name: string) => `some ${wordsOf(name).join(" ")}`;

/** A value of a validator, as code. */
function exampleOf(validator: Validator, name: string): string {
  const { bare } = withoutNull(validator);
  switch (bare.type) {
    case "object": {
      const members = Object.entries(bare.value).filter(([, { optional }]) => !optional);
      return `{ ${members.map(([key, { fieldType }]) => `${key}: ${exampleOf(fieldType, key)}`).join(", ")} }`;
    }
    case "array":
      return "[]";
    case "union":
      return bare.value[0] === undefined ? "null" : exampleOf(bare.value[0], name);
    case "literal":
      return JSON.stringify(bare.value);
    case "id":
    case "string":
      return quoted(exampleText(name));
    case "number":
      return "1000";
    case "boolean":
      return "true";
    default:
      return "null";
  }
}
