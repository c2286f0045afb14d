// What an entity adds to files that are there: its table, its rows of access, references, limits and docs.
import { apiModuleFragment } from "../../lib/edit/api-modules.ts";
import { importFragments } from "../../lib/edit/import-names.ts";
import type { Fragment } from "../../lib/model.ts";
import { type EntityModel, isHeld, operations } from "../model.ts";
import { chain, indented, numeral, object, quoted } from "../print.ts";
import { nameField } from "../web/names.ts";
import { uploadOperation } from "./writes.ts";

/** The table with its indexes, and the import of its shape. */
export function schemaFragments(model: EntityModel): Fragment[] {
  const { one, table } = model.names;
  return [
    ...importFragments(`import { ${one} } from "@repo/validators/${table}";`),
    { kind: "schemaTable", key: table, text: schemaText(model) },
  ];
}

function schemaText(model: EntityModel): string {
  const { one, table } = model.names;
  const calls = [
    ...model.indexes.map((index) => indexText(model, index)),
    ...model.fields
      .filter(({ isSearchable }) => isSearchable)
      .map(({ name }) => searchText(model, name)),
    ...model.fields
      .filter(({ type }) => type === "vector")
      .map((field) => vectorText(model, field)),
  ];
  const start = `${table}: `;
  return chain(start, `defineTable(zodToConvex(${one}))`, calls, ",", 2).replace(/,$/, "");
}

function indexText(model: EntityModel, { name, fields }: EntityModel["indexes"][number]): string {
  const text = `.index(${quoted(name)}, [${fields.map(quoted).join(", ")}])`;
  const isStartOfOther = model.indexes.some(
    (other) =>
      other.fields.length > fields.length &&
      fields.every((field, at) => other.fields[at] === field),
  );
  if (!isStartOfOther) return text;
  const rule = "@convex-dev/no-duplicate-indexes";
  return `// eslint-disable-next-line ${rule} -- a list is in the order of time\n${text}`;
}

function searchText(model: EntityModel, field: string): string {
  const options = [`searchField: ${quoted(field)}`, ...filterFields(model)];
  return laidOut(`.searchIndex(${quoted(`search_${field}`)}, `, options);
}

function vectorText(
  model: EntityModel,
  { name, dimensions }: { name: string; dimensions: number | null },
): string {
  const options = [
    `vectorField: ${quoted(name)}`,
    `dimensions: ${numeral(dimensions!)}`,
    ...filterFields(model),
  ];
  return laidOut(`.vectorIndex(${quoted(`by_${name}`)}, `, options);
}

/** A call on a line of its own, in the chain of the table. */
function laidOut(start: string, options: readonly string[]): string {
  return object(start, options, ")", 4);
}

/** Searches are narrowed to the rows of a team, or to one's own where there is an owner. */
function filterFields({ owner, team }: EntityModel): string[] {
  const field = team ?? owner;
  return field === null ? [] : [`filterFields: [${quoted(field.name)}]`];
}

/** The row of the access matrix. */
export function accessFragments({ names, owner, team, grants }: EntityModel): Fragment[] {
  const lines = operations.flatMap((operation) => {
    const byRole = grants[operation];
    if (byRole === undefined) return [];
    const pairs = Object.entries(byRole).map(([role, scope]) => `${role}: ${quoted(scope)}`);
    return [indented(object(`${operation}: `, pairs, ",", 4), 2)];
  });
  const decided = [
    ...(owner === null ? [] : [`own: ${quoted(owner.name)}`]),
    ...(team === null ? [] : [`team: ${quoted(team.name)}`]),
  ];
  const columns = decided.length === 0 ? [] : [`  columns: { ${decided.join(", ")} },`];
  const text = [`${names.table}: {`, ...columns, ...lines, "}"].join("\n");
  return [{ kind: "accessRow", key: names.table, text }];
}

/** What the test of the matrix has to expect. */
export function accessTestFragments({ names, grants, roles }: EntityModel): Fragment[] {
  return operations.flatMap((operation): Fragment[] => {
    const byRole = grants[operation];
    if (byRole === undefined) return [];
    const key = `${names.table}.${operation}`;
    const pairs = roles.map((role) => {
      const scope = byRole[role];
      return `${role}: ${scope === undefined ? "null" : quoted(scope)}`;
    });
    const text = object(`${quoted(key)}: `, pairs, ",", 2).replace(/,$/, "");
    return [{ kind: "accessTest", key, text }];
  });
}

/** Where its references lead; none without references and files. */
export function referenceFragments(model: EntityModel): Fragment[] {
  const lines = model.fields.flatMap(({ name, type, table, onRemove }) => {
    if (type === "file") return `  ${name}: { to: "_storage" },`;
    return table === null
      ? []
      : `  ${name}: { to: ${quoted(table)}, onRemove: ${quoted(onRemove)} },`;
  });
  if (lines.length === 0) return [];
  const { table } = model.names;
  return [{ kind: "reference", key: table, text: [`${table}: {`, ...lines, "}"].join("\n") }];
}

/** What its rows are called by, where somebody reads them. */
export function nameFragments(model: EntityModel): Fragment[] {
  if (!isHeld(model, "read")) return [];
  const { table } = model.names;
  return [{ kind: "rowName", key: table, text: `${table}: ${quoted(nameField(model))}` }];
}

/** How often one caller may create, and send files. */
export function rateLimitFragments(model: EntityModel): Fragment[] {
  const { times, unit } = model.rateLimit;
  const { table } = model.names;
  const keys = [
    ...(isHeld(model, "create") ? [`${table}.create`] : []),
    ...(uploadOperation(model) === null ? [] : [`${table}.upload`]),
  ];
  if (keys.length === 0) return [];
  const rate = numeral(times);
  const options = [
    'kind: "token bucket"',
    `rate: ${rate}`,
    `period: ${unit.toUpperCase()}`,
    `capacity: ${rate}`,
  ];
  return [
    ...importFragments(`import { ${unit.toUpperCase()} } from "@convex-dev/rate-limiter";`),
    ...keys.map((key): Fragment => {
      const text = object(`${quoted(key)}: `, options, ",", 2).replace(/,$/, "");
      return { kind: "rateLimit", key, text };
    }),
  ];
}

/** The module in the types of the API. */
export function apiFragments({ names }: EntityModel): Fragment[] {
  return [apiModuleFragment(names.table)];
}
