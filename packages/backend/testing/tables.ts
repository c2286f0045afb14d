// Rules over what tables declare. manifest.test.ts applies each to the app and shows that it fires. Each lists its
// violations, such as "notes.ownerId". Those over functions: testing/rules.ts.
import type { AccessMatrix } from "@repo/validators/access";
import type { Quota } from "@repo/validators/platform/quotas";
import type { z } from "zod";
import {
  type OnRemove,
  type Reference,
  type References,
  fieldsThatLeadTo,
} from "../convex/model/platform/references.ts";
import { type Shape, type Tables, validatorOf, walk } from "./manifest.ts";
import { difference } from "./rules.ts";
import { boundedPaths } from "./shapes.ts";

/** Rule: each of our own tables is in the access matrix, which names no other table. */
export function unmatchedTables(own: string[], all: string[], matrix: AccessMatrix): string[] {
  const named = Object.keys(matrix);
  const left = own.filter((table) => !named.includes(table));
  return [...left, ...named.filter((table) => !all.includes(table))];
}

/** Rule: each scope that a role holds has an index. */
export function scopesWithoutIndex(tables: Tables, matrix: AccessMatrix): string[] {
  return Object.entries(matrix).flatMap(([table, { columns = {} }]) => {
    // A row is always found by its own id, without an index of ours.
    const leading = [...indexesOf(tables, table).map((index) => index.fields[0]), "_id"];
    const missing = Object.values(columns).filter((column) => !leading.includes(column));
    return missing.map((column) => `${table}.${column}`);
  });
}

/**
 * Rule: the rows of a table count on a quota, or the table states what bounds it instead.
 * @param tables names of our own tables
 * @param counts the holders of a table's quotas
 * @param except tables that are not counted, with the reason; an unneeded entry is found, too
 */
export function uncountedTables(
  tables: string[],
  counts: (table: string) => Quota,
  except: Record<string, string>,
): string[] {
  return difference(
    tables.filter((table) => Object.keys(counts(table)).length === 0),
    Object.keys(except),
  );
}

/** Rule: the columns of quotas refer to people and to teams. */
export function quotaColumnsAstray(
  tables: string[],
  counts: (table: string) => Quota,
  references: References,
): string[] {
  const leads = (table: string, column: string | undefined, to: string) =>
    column === undefined ||
    declaredIn(references).some((each) => each.at === `${table}.${column}` && each.to === to);
  return tables.flatMap((table) => {
    const { person, team } = counts(table);
    return [
      ...(leads(table, person?.column, "users") ? [] : [`${table}.${person?.column}`]),
      ...(leads(table, team?.column, "teams") ? [] : [`${table}.${team?.column}`]),
    ];
  });
}

/** Rule: an index is named after its fields. */
export function misnamedIndexes(tables: Tables): string[] {
  return Object.keys(tables).flatMap((table) =>
    indexesOf(tables, table)
      .filter(({ indexDescriptor, fields }) => indexDescriptor !== `by_${fields.join("_and_")}`)
      .map(({ indexDescriptor }) => `${table}.${indexDescriptor}`),
  );
}

/** Rule: rows can be read from the row that a reference leads to, by an index that starts with the field. */
export function referencesWithoutIndex(tables: Tables, references: References): string[] {
  return Object.keys(tables)
    .flatMap((target) => fieldsThatLeadTo(target, references))
    .filter(({ table, field, index }) => {
      const found = indexesOf(tables, table).find((each) => each.indexDescriptor === index);
      return found?.fields[0] !== field;
    })
    .map(({ table, field }) => `${table}.${field}`);
}

/** The shapes of tables; undefined for a table without one. */
export type TableShapes = Record<string, z.ZodObject | undefined>;

/** Rule: a table is made from the shape that arguments and forms use. */
export function tablesWithoutShape(shapes: TableShapes): string[] {
  return Object.keys(shapes).filter((table) => shapes[table] === undefined);
}

/** Rule: a table has no field of type `any`, no bytes, and no list without a bound in its shape. */
export function looseFields(tables: Tables, shapes: TableShapes): string[] {
  return Object.entries(tables).flatMap(([table, definition]) => {
    const shape = shapes[table];
    const bounded = shape === undefined ? new Set<string>() : boundedPaths(shape);
    const loose: string[] = [];
    walk(validatorOf(definition), (part, path) => {
      if (bounded.has(path)) return;
      if (["any", "array", "bytes"].includes(part.type)) loose.push(`${table}.${path}`);
    });
    return loose;
  });
}

/** Rule: a field with a few possible values lists them. */
export function openSets(tables: Tables): string[] {
  return partsOf(tables, (part, path) => {
    return part.type === "string" && /(^|\.)(status|state|role|kind)$/.test(path);
  });
}

/** Rule: nested objects are a table of their own. */
export function deepFields(tables: Tables): string[] {
  return partsOf(tables, (part, path) => part.type === "object" && path.split(".").length > 2);
}

/**
 * Rule: each reference and each file in a table is declared with its target, and nothing else is.
 * @param except fields that need no entry, such as "authRefreshTokens.parentRefreshTokenId"
 */
export function undeclaredReferences(
  tables: Tables,
  references: References,
  except: string[] = [],
): string[] {
  const found = Object.entries(tables).flatMap(([table, definition]) => {
    const ids: string[] = [];
    walk(validatorOf(definition), (part, path) => {
      const at = `${table}.${path.replace("[]", "")}`;
      if (part.type === "id" && !except.includes(at)) ids.push(`${at} ${part.tableName}`);
    });
    return ids;
  });
  const declared = declaredIn(references).map(({ at, to }) => `${at} ${to}`);
  return difference(found, declared);
}

/** Rule: no reference restricts rows that are removed by cascade. */
export function heldRemovals(references: References): string[] {
  const all = declaredIn(references);
  const goAlong = all.filter(removes("cascade")).map(({ table }) => table);
  const held = all.filter(removes("restrict"));
  return held.filter(({ to }) => goAlong.includes(to)).map(({ at }) => at);
}

function partsOf(tables: Tables, matches: (part: Shape, path: string) => boolean): string[] {
  return Object.entries(tables).flatMap(([table, definition]) => {
    const found: string[] = [];
    walk(validatorOf(definition), (part, path) => {
      if (matches(part, path)) found.push(`${table}.${path}`);
    });
    return found;
  });
}

function indexesOf(tables: Tables, table: string) {
  return tables[table]?.[" indexes"]() ?? [];
}

type Declared = { table: string; at: string } & Reference;

function declaredIn(references: References): Declared[] {
  return Object.entries<Record<string, Reference>>(references).flatMap(([table, fields]) =>
    Object.entries(fields).map(([field, reference]) => ({
      table,
      at: `${table}.${field}`,
      ...reference,
    })),
  );
}

function removes(action: OnRemove): (reference: Reference) => boolean {
  return (reference) => reference.to !== "_storage" && reference.onRemove === action;
}

/** The text of every module that a deployment gets. */
const sources = Object.values(
  import.meta.glob<string>(["./**/*.ts", "!./**/*.*.ts"], {
    base: "../convex",
    query: "?raw",
    import: "default",
    eager: true,
  }),
);

/** Whether a function of the app inserts rows of a table by name. */
export function isInserted(table: string): boolean {
  const insert = new RegExp(`\\.insert\\(\\s*"${table}"`);
  return sources.some((text) => insert.test(text));
}
