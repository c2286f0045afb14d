// Rules over every function and table, so that a new one cannot leave them out.
import { type TableAccess, accessMatrix } from "@repo/validators/access";
import { authTables } from "@convex-dev/auth/server";
import { beforeAll, describe, expect, test } from "vitest";
import type { TableNames } from "./_generated/dataModel";
import http from "./http";
import schema from "./schema";
import { type AppFunction, type Shape, appFunctions, documentOf, walk } from "./testing.manifest";

/** The auth library makes these itself; its client calls them by name. */
const libraryFunctions = ["auth:signIn", "auth:signOut", "auth:isAuthenticated", "auth:store"];

/** Whose indexes and references are the auth library's business. */
const libraryTables = Object.keys(authTables);

let all: AppFunction[];
let ours: AppFunction[];
let open: AppFunction[];

beforeAll(async () => {
  all = await appFunctions();
  ours = all.filter((fn) => !libraryFunctions.includes(fn.name));
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
    const vague = ours.flatMap((fn) => pathsOf(fn, (part) => part.type === "any"));
    expect(vague).toEqual([]);
  });

  test("take the ids of rows as ids, not as any text", () => {
    const loose = open.flatMap((fn) =>
      pathsOf({ ...fn, returns: null }, (part, path) => {
        return part.type === "string" && /(^|\.)(id|\w+Id)$/.test(path);
      }),
    );
    expect(loose).toEqual([]);
  });

  test("take nobody's word for whose a row is", () => {
    const claims = open.flatMap((fn) => {
      const matrix: Record<string, TableAccess> = accessMatrix;
      const owner = matrix[fn.module]?.columns?.own;
      return pathsOf({ ...fn, returns: null }, (_part, path) => path !== "" && path === owner);
    });
    expect(claims).toEqual([]);
  });

  test("answer a list only as a page", () => {
    const unbounded = open.flatMap((fn) =>
      pathsOf(fn, (part, path) => part.type === "array" && !isPage(fn, path)),
    );
    expect(unbounded).toEqual([]);
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
    expect([...ownTables, "users"].sort()).toEqual(Object.keys(accessMatrix).sort());
  });

  test("have an index for each scope that a role holds", () => {
    for (const [table, { columns = {} }] of Object.entries<TableAccess>(accessMatrix)) {
      const leading = indexesOf(table as TableNames).map((index) => index.fields[0]);
      expect(leading, table).toEqual(expect.arrayContaining(Object.values(columns)));
    }
  });

  test("name their indexes after the fields", () => {
    for (const table of ownTables) {
      for (const { indexDescriptor, fields } of indexesOf(table)) {
        expect(indexDescriptor, table).toBe(`by_${fields.join("_and_")}`);
      }
    }
  });

  test("can be read from the row that a reference leads to", () => {
    for (const table of ownTables) {
      const leading = indexesOf(table).map((index) => index.fields[0]);
      walk(documentOf(table), (part, path) => {
        if (part.type === "id") expect(leading, `${table}.${path}`).toContain(path);
      });
    }
  });

  test("hold nothing that may be anything, no file, and no list without a bound", () => {
    for (const table of ownTables) {
      walk(documentOf(table), (part, path) => {
        expect(["any", "array", "bytes"], `${table}.${path}`).not.toContain(part.type);
      });
    }
  });
});

test("HTTP routes are those of sign-in and no others", () => {
  const routes = http.getRoutes().map(([path, method]) => `${method} ${path}`);
  expect(routes.sort()).toEqual([
    "GET /.well-known/jwks.json",
    "GET /.well-known/openid-configuration",
  ]);
});

function pathsOf(fn: AppFunction, matches: (part: Shape, path: string) => boolean): string[] {
  const found: string[] = [];
  for (const shape of [fn.args, fn.returns]) {
    if (shape === null) continue;
    walk(shape, (part, path) => {
      if (matches(part, path)) found.push(`${fn.name} ${path}`);
    });
  }
  return found;
}

/** The one list that an answer may hold: the page of a function that takes `paginationOpts`. */
function isPage({ args }: AppFunction, path: string): boolean {
  return path === "page" && args.type === "object" && args.value.paginationOpts !== undefined;
}
