// The facts that the templates of a page name.
import { camelCase, capital, labelOf, wordsOf } from "@groundwork/plop-engine/names/words";
import type { Tree } from "@groundwork/plop-engine/plan";
import { quoted } from "@groundwork/plop-engine/templates/code";
import { shortcutKey } from "../entity/options.ts";
import { readAccess } from "../repository/facts.ts";
import type { CalledFunction, ControlModel, PageModel, QueryModel, ShownField } from "./model.ts";
import { exampleText } from "./shown.ts";

interface Route {
  address: string;
  routeId: string;
  routeFile: string;
  tree: Tree;
}

/** What the templates name. */
export function viewOf(model: PageModel, { tree, ...route }: Route): object {
  const { path, under, title, icon, query, mutation } = model;
  const name = camelCase(wordsOf(path));
  const roles = readAccess(tree).roles;
  const main = query ?? mutation!;
  const guard = guardOf(main, roles);
  const formGuard = mutation === null ? null : guardOf(mutation, roles);
  const section = under === "signed-in" ? "own" : under;
  const words = wordedOf(model);
  return {
    ...{ ...route, path, icon, name, Name: capital(name), section },
    title: quoted(title),
    isPublic: under === "public",
    key: under === "public" ? null : shortcutKey({ fileMany: path }, tree),
    guard,
    formGuard: formGuard === guard ? null : formGuard,
    /** A role that may do all of it. */
    role: roleFor(model, roles),
    query: query && queryView(query),
    mutation: mutation && {
      ...mutation,
      ref: refOf(mutation),
      label: quoted(labelOf(mutation.name)),
      imports: mutation.imports.join("\n"),
      initial: mutation.controls.map(({ name: key, ...control }) => ({
        ...{ key, text: quoted(initialOf({ name: key, ...control })) },
      })),
      controls: mutation.controls.map(controlView),
      isEmpty: mutation.controls.length === 0,
      sent: sentOf(mutation.controls),
    },
    ...words,
  };
}

/** The permission that some of the signed-in lack; null where all hold it. */
function guardOf({ access }: CalledFunction, roles: readonly string[]): string | null {
  if (access.kind !== "permission") return null;
  return roles.every((role) => access.roles.includes(role)) ? null : access.permission;
}

function roleFor({ query, mutation }: PageModel, roles: readonly string[]): string {
  const may = (called: CalledFunction | null, role: string) =>
    called === null || called.access.kind !== "permission" || called.access.roles.includes(role);
  return roles.find((role) => may(query, role) && may(mutation, role)) ?? roles[0]!;
}

function refOf({ module, name }: CalledFunction): string {
  return ["api", ...module.split("/"), name].join(".");
}

function queryView(query: QueryModel) {
  const { returns, title, key, fields } = query;
  const text = title ?? fields.find(({ kind }) => kind === "text")?.name ?? null;
  const option = fields.find(({ kind }) => kind === "option");
  return {
    ...query,
    ref: refOf(query),
    isPage: returns === "page",
    isOne: returns === "one",
    hasEmpty: returns !== "one" || query.isNullable,
    facts: fields.map(factView),
    keyCode: key === null ? "index" : `row.${key}`,
    indexed: key === null ? ", index" : "",
    /** What a test finds of the example. */
    shown:
      text !== null
        ? exampleText(text)
        : option === undefined
          ? labelOf(fields[0]?.name ?? "")
          : labelOf(option.values[0]!),
  };
}

function factView(field: ShownField) {
  const { name, kind, mayBeAbsent, mayBeNull } = field;
  const value = `row.${name}`;
  return {
    name,
    value: guarded(written(kind, name, value), { value, mayBeAbsent, mayBeNull, kind }),
  };
}

function written(kind: ShownField["kind"], name: string, value: string): string {
  switch (kind) {
    case "text":
      return value;
    case "number":
      return `numberText(${value})`;
    case "moment":
      return `momentText(${value})`;
    case "bool":
      return `yesOrNo(${value})`;
    case "option":
      return `words.options.${name}[${value}]`;
    case "list":
      return `${value}.join(", ")`;
  }
}

/** Nothing for a value that is not there; a text says so itself. */
function guarded(
  code: string,
  { value, mayBeAbsent, mayBeNull, kind }: Omit<ShownField, "name" | "values"> & { value: string },
): string {
  if (kind === "text") return code;
  const tests = [
    ...(mayBeAbsent ? [`${value} === undefined`] : []),
    ...(mayBeNull ? [`${value} === null`] : []),
  ];
  return tests.length === 0 ? code : `${tests.join(" || ")} ? null : ${code}`;
}

function controlView({ name, kind, values, isOptional }: ControlModel) {
  const isSelect = kind === "option" || (kind === "bool" && isOptional);
  return {
    name,
    component: {
      ...{ line: "TextField", lines: "TextareaField", number: "TextField", moment: "TextField" },
      ...{ list: "TextareaField", option: "SelectField" },
      bool: isOptional ? "SelectField" : "CheckboxField",
    }[kind],
    inputType: { number: "number", moment: "datetime-local" }[kind as string] ?? null,
    hasAnyStep: kind === "number",
    isSelect,
    isRequired: isSelect && !isOptional,
    isOption: kind === "option",
    values: JSON.stringify(values),
  };
}

function initialOf({ kind, values, isOptional }: ControlModel): string {
  if (isOptional) return "";
  if (kind === "bool") return "false";
  return kind === "option" ? values[0]! : "";
}

/** What a test types into the controls that have to be filled. */
function sentOf(controls: readonly ControlModel[]) {
  const typed: Partial<Record<ControlModel["kind"], string>> = {
    ...{ line: "Some text", lines: "Some text", number: "3" },
  };
  return controls
    .filter(({ kind, isOptional }) => !isOptional && typed[kind] !== undefined)
    .map(({ name, kind }) => ({
      name,
      text: textFor(name, typed[kind]!),
      isText: kind === "line" || kind === "lines",
    }));
}

/** A text that addresses take, where the name says that it is one. */
function textFor(name: string, text: string): string {
  if (/email$/i.test(name)) return "ann@example.com";
  return /(url|website|link)$/i.test(name) ? "https://example.com/" : text;
}

/** The words of fields and options, of both functions once. */
function wordedOf({ query, mutation }: PageModel) {
  const fields = [...(query?.fields ?? []), ...(mutation?.controls ?? [])];
  const named = [...new Map(fields.map((field) => [field.name, field])).values()];
  const options = new Map<string, Set<string>>();
  for (const { name, kind, values } of fields) {
    if (kind === "option") options.set(name, new Set([...(options.get(name) ?? []), ...values]));
  }
  return {
    wordedFields: named.map(({ name }) => ({ name, label: labelOf(wordsOfField(name)) })),
    options: [...options].map(([name, values]) => ({
      name,
      options: [...values].map((value) => ({ value, label: labelOf(value) || value })),
    })),
  };
}

/** `_creationTime` is when a row was created, `isOpen` whether it is open. */
function wordsOfField(name: string): string {
  if (name === "_creationTime") return "created";
  const [, rest] = /^is(?=[A-Z])(.+)$/.exec(name) ?? [];
  return rest === undefined
    ? name.replace(/At$/, "")
    : rest.charAt(0).toLowerCase() + rest.slice(1);
}
