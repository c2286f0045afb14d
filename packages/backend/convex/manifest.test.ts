// Rules over every function and table, so that a new one cannot leave them out.
import { type TableAccess, accessMatrix } from "@repo/validators/access";
import { authTables } from "@convex-dev/auth/server";
import { beforeAll, describe, expect, test } from "vitest";
import type { TableNames } from "./_generated/dataModel";
import http from "./http";
import { type OnRemove, type Reference, fieldsThatLeadTo, references } from "./references";
import schema from "./schema";
import { type AppFunction, type Shape, appFunctions, documentOf, walk } from "./testing.manifest";
import { boundedPaths, shapeOfTable } from "./testing.shapes";

/** The auth library makes these itself; its client calls them by name. */
const libraryFunctions = ["auth:signIn", "auth:signOut", "auth:isAuthenticated", "auth:store"];

/** Migrations are made by their component, for the command line alone: they answer what they did. */
const isMigration = ({ module, isPublic }: AppFunction) => module === "migrations" && !isPublic;

/** Whose shapes and indexes are the auth library's business. */
const libraryTables = Object.keys(authTables).filter((table) => table !== "users");

/** Indexes by which that library looks people up, named by it. */
const libraryIndexes = ["users.email", "users.phone"];

/** A token that another came from: both go with their session. */
const goneOtherwise = ["authRefreshTokens.parentRefreshTokenId"];

let all: AppFunction[];
let ours: AppFunction[];
let open: AppFunction[];

beforeAll(async () => {
  all = await appFunctions();
  ours = all.filter((fn) => !libraryFunctions.includes(fn.name) && !isMigration(fn));
  open = ours.filter((fn) => fn.isPublic);
});

describe("functions", () => {
  test("are found", () => {
    expect(open.map((fn) => fn.name)).toEqual(expect.arrayContaining(["notes:list", "users:me"]));
    expect(all.map((fn) => fn.name)).toEqual(expect.arrayContaining(libraryFunctions));
  });

  test("that are public state who may call them", () => {
    expect(open.filter((fn) => fn.policy === undefined).map((fn) => fn.name)).toEqual([]);
  });

  test("state their arguments and what they answer", () => {
    const vague = ours.filter((fn) => fn.args.type !== "object" || fn.returns === null);
    expect(vague.map((fn) => fn.name)).toEqual([]);
  });

  test("name no argument or answer that may be anything", () => {
    const vague = ours.flatMap((fn) =>
      pathsOf(fn, (part, _path, isBounded) => part.type === "any" && !isBounded),
    );
    expect(vague).toEqual([]);
  });

  test("take the ids of rows as ids, not as any text", () => {
    // The component's hooks name streams by its own ids; the query leaves out those of other threads.
    const ofComponents = ["messages:list streamArgs.cursors[].streamId"];
    const loose = open.flatMap((fn) =>
      pathsOf({ ...fn, returns: null }, (part, path) => {
        return part.type === "string" && /(^|\.)(id|\w+Id)$/.test(path);
      }),
    );
    expect(loose).toEqual(ofComponents);
  });

  test("take nobody's word for whose a row is", () => {
    const claims = open.flatMap((fn) => {
      const matrix: Record<string, TableAccess> = accessMatrix;
      const owner = matrix[fn.module]?.columns?.own;
      return pathsOf({ ...fn, returns: null }, (_part, path) => path !== "" && path === owner);
    });
    expect(claims).toEqual([]);
  });

  test("take and answer a list only as a page, or with an end", () => {
    const unbounded = open.flatMap((fn) =>
      pathsOf(
        fn,
        (part, path, isBounded) => part.type === "array" && !isBounded && !isPage(fn, path),
      ),
    );
    expect(unbounded).toEqual([]);
  });

  test("that are public and actions say why nothing else will do", () => {
    const actions = open.filter(({ kind }) => kind === "action");
    expect(actions.map(({ name }) => name)).toContain("knowledge:search");
    const silent = actions.filter(({ policy }) => (policy?.because ?? "").trim() === "");
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test("that change something and are open to everybody are limited", () => {
    const unlimited = open.filter(
      ({ kind, policy }) =>
        kind !== "query" && typeof policy?.access === "object" && policy.rateLimit === undefined,
    );
    expect(unlimited.map((fn) => fn.name)).toEqual([]);
  });
});

describe("tables", () => {
  const tables = Object.keys(schema.tables) as TableNames[];
  const ownTables = tables.filter((table) => !libraryTables.includes(table));
  const indexesOf = (table: TableNames) => schema.tables[table][" indexes"]();

  test("of our own stand in the access matrix, and the matrix names no others", () => {
    const named = Object.keys(accessMatrix);
    expect(named).toEqual(expect.arrayContaining(ownTables));
    expect(tables).toEqual(expect.arrayContaining(named));
  });

  test("have an index for each scope that a role holds", () => {
    for (const [table, { columns = {} }] of Object.entries<TableAccess>(accessMatrix)) {
      const leading = indexesOf(table as TableNames).map((index) => index.fields[0]);
      // A row is always found by its own id, without an index of ours.
      expect([...leading, "_id"], table).toEqual(expect.arrayContaining(Object.values(columns)));
    }
  });

  test("name their indexes after the fields", () => {
    for (const table of ownTables) {
      for (const { indexDescriptor, fields } of indexesOf(table)) {
        if (libraryIndexes.includes(`${table}.${indexDescriptor}`)) continue;
        expect(indexDescriptor, table).toBe(`by_${fields.join("_and_")}`);
      }
    }
  });

  test("can be read from the row that a reference leads to", () => {
    for (const target of tables) {
      for (const { table, field, index } of fieldsThatLeadTo(target)) {
        const found = indexesOf(table as TableNames).find((each) => each.indexDescriptor === index);
        expect(found?.fields[0], `${table}.${field}: no index ${index} that starts with it`).toBe(
          field,
        );
      }
    }
  });

  test("are made of the shapes that arguments and forms are made of", async () => {
    for (const table of ownTables) expect(await shapeOfTable(table), table).toBeDefined();
  });

  test("hold nothing that may be anything, no file, and no list without a bound", async () => {
    for (const table of ownTables) {
      const bounded = boundedPaths((await shapeOfTable(table))!);
      walk(documentOf(table), (part, path) => {
        if (bounded.has(path)) return;
        expect(["any", "array", "bytes"], `${table}.${path}`).not.toContain(part.type);
      });
    }
  });

  test("have an entry for each reference and each file, and no others", () => {
    const declared = Object.entries<Record<string, Reference>>(references).flatMap(
      ([table, fields]) =>
        Object.entries(fields).map(([field, { to }]) => `${table}.${field} ${to}`),
    );
    const found = tables.flatMap((table) => {
      const ids: string[] = [];
      walk(documentOf(table), (part, path) => {
        const at = `${table}.${path.replace("[]", "")}`;
        if (part.type === "id" && !goneOtherwise.includes(at)) ids.push(`${at} ${part.tableName}`);
      });
      return ids;
    });
    expect(declared.sort()).toEqual(found.sort());
  });

  test("let go of rows that are removed along with others", () => {
    const all = Object.values<Record<string, Reference>>(references);
    const goAlong = Object.entries<Record<string, Reference>>(references)
      .filter(([, fields]) => Object.values(fields).some(removes("cascade")))
      .map(([table]) => table);
    const held = all.flatMap(Object.values<Reference>).filter(removes("restrict"));
    expect(held.filter(({ to }) => goAlong.includes(to))).toEqual([]);
  });
});

test("HTTP routes are those of sign-in and of files, and no others", () => {
  const routes = http.getRoutes().map(([path, method]) => `${method} ${path}`);
  expect(routes.sort()).toEqual([
    "GET /.well-known/jwks.json",
    "GET /.well-known/openid-configuration",
    "GET /files/*",
    "OPTIONS /files/*",
  ]);
});

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

function removes(action: OnRemove): (reference: Reference) => boolean {
  return (reference) => reference.to !== "_storage" && reference.onRemove === action;
}

/** The one list that an answer may hold: the page of a function that takes `paginationOpts`. */
function isPage({ args }: AppFunction, path: string): boolean {
  return path === "page" && args.type === "object" && args.value.paginationOpts !== undefined;
}
