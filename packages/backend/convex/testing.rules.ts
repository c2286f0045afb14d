// The rules over what functions and tables declare, which manifest.test.ts holds the app to and shows to fire.
// Each takes functions or tables and names what breaks it: "notes:list", "notes:list page[].title", "notes.ownerId".
import type { AccessMatrix } from "@repo/validators/access";
import type { HttpRouter } from "convex/server";
import type { z } from "zod";
import { type OnRemove, type Reference, type References, fieldsThatLeadTo } from "./references";
import { type AppFunction, type Shape, type Tables, validatorOf, walk } from "./testing.manifest";
import { boundedPaths } from "./testing.shapes";

/** Rule: states who may call it. */
export function withoutAccess(fns: AppFunction[]): string[] {
  return namesOf(fns.filter((fn) => fn.policy === undefined));
}

/** Rule: states its arguments and what it answers. */
export function withoutShapes(fns: AppFunction[]): string[] {
  return namesOf(fns.filter((fn) => fn.args.type !== "object" || fn.returns === null));
}

/** Rule: names no argument or answer that may be anything. */
export function anythings(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) =>
    pathsOf(fn, (part, _path, isBounded) => part.type === "any" && !isBounded),
  );
}

/** Rule: takes the ids of rows as ids, not as any text. */
export function looseIds(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) =>
    pathsOf({ ...fn, returns: null }, (part, path) => {
      return part.type === "string" && /(^|\.)(id|\w+Id)$/.test(path);
    }),
  );
}

/** Rule: takes nobody's word for whose a row is, which the matrix tells by a column. */
export function claimedOwners(fns: AppFunction[], matrix: AccessMatrix): string[] {
  return fns.flatMap((fn) => {
    const owner = matrix[fn.module]?.columns?.own;
    return pathsOf({ ...fn, returns: null }, (_part, path) => path !== "" && path === owner);
  });
}

/** Rule: takes and answers a list only as a page, or with an end. */
export function endlessLists(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) =>
    pathsOf(
      fn,
      (part, path, isBounded) => part.type === "array" && !isBounded && !isPage(fn, path),
    ),
  );
}

/** Rule: an action says why nothing else will do. */
export function silentActions(fns: AppFunction[]): string[] {
  const actions = fns.filter(({ kind }) => kind === "action");
  return namesOf(actions.filter(({ policy }) => (policy?.because ?? "").trim() === ""));
}

/** Rule: what changes something and is open to everybody is limited. */
export function unlimitedChanges(fns: AppFunction[]): string[] {
  const unlimited = fns.filter(
    ({ kind, policy }) =>
      kind !== "query" && typeof policy?.access === "object" && policy.rateLimit === undefined,
  );
  return namesOf(unlimited);
}

/** Rule: each of our own tables stands in the access matrix, which names no table that there is not. */
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

/** The shapes that tables are made of, undefined for one that is made of none. */
export type TableShapes = Record<string, z.ZodObject | undefined>;

/** Rule: a table is made of a shape that arguments and forms are made of. */
export function tablesWithoutShape(shapes: TableShapes): string[] {
  return Object.keys(shapes).filter((table) => shapes[table] === undefined);
}

/** Rule: a table holds nothing that may be anything, no file, and no list without a bound in its shape. */
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

/**
 * Rule: each reference and each file in a table is declared, with where it leads, and nothing else is.
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

/** Rule: rows that are removed along with others are held by no reference. */
export function heldRemovals(references: References): string[] {
  const all = declaredIn(references);
  const goAlong = all.filter(removes("cascade")).map(({ table }) => table);
  const held = all.filter(removes("restrict"));
  return held.filter(({ to }) => goAlong.includes(to)).map(({ at }) => at);
}

/** Rule: the HTTP routes are the known ones, such as "GET /files/*": those that are not, and those that are gone. */
export function strayRoutes(router: HttpRouter, known: string[]): string[] {
  return difference(
    router.getRoutes().map(([path, method]) => `${method} ${path}`),
    known,
  );
}

function namesOf(fns: AppFunction[]): string[] {
  return fns.map((fn) => fn.name);
}

function pathsOf(
  fn: AppFunction,
  matches: (part: Shape, path: string, isBounded: boolean) => boolean,
): string[] {
  const found: string[] = [];
  for (const of of ["args", "returns"] as const) {
    const shape = fn[of];
    if (shape === null) continue;
    const bounded = fn.shapes ? boundedPaths(fn.shapes[of]) : new Set<string>();
    walk(shape, (part, path) => {
      if (matches(part, path, bounded.has(path))) found.push(`${fn.name} ${path}`);
    });
  }
  return found;
}

/** The one list that an answer may hold: the page of a function that takes `paginationOpts`. */
function isPage({ args }: AppFunction, path: string): boolean {
  return path === "page" && args.type === "object" && args.value.paginationOpts !== undefined;
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

/** What only one of two lists has, or has once more than the other. */
function difference(one: string[], other: string[]): string[] {
  const left = [...other];
  const more = one.filter((each) => {
    const at = left.indexOf(each);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return [...more, ...left];
}
