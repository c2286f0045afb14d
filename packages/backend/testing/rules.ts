// Rules over what functions declare. manifest.test.ts applies each to the app and shows that it fires. Each lists
// its violations: "notes:list", "notes:list page[].title". Those over tables: testing/tables.ts.
import type { AccessMatrix } from "@repo/validators/access";
import type { HttpRouter } from "convex/server";
import { guardOf } from "../convex/model/platform/routes.ts";
import { sourceOf } from "../convex/model/platform/webhooks.ts";
import schema from "../convex/schema.ts";
import { type AppFunction, type Shape, type Tables, validatorOf, walk } from "./manifest.ts";
import { boundedPaths, endlessTexts } from "./shapes.ts";

/** Rule: states who may call it. */
export function withoutAccess(fns: AppFunction[]): string[] {
  return namesOf(fns.filter((fn) => fn.policy === undefined));
}

/** Rule: states its arguments and its result. */
export function withoutShapes(fns: AppFunction[]): string[] {
  return namesOf(fns.filter((fn) => fn.args.type !== "object" || fn.returns === null));
}

/** Rule: has no argument or result of type `any`. */
export function anythings(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) =>
    pathsOf(fn, (part, _path, isBounded) => part.type === "any" && !isBounded),
  );
}

/** What fields call the person whom they name. */
const people = ["owner", "author", "creator", "assignee", "member", "person"];

/**
 * Rule: takes the ids of rows as ids, not as any text. Another service's id of something of its own is a text:
 * no table is called like it.
 */
export function looseIds(fns: AppFunction[]): string[] {
  const isRow = (word: string) =>
    people.includes(word) ||
    [`${word}s`, `${word}es`, word.replace(/y$/, "ies")].some((table) =>
      Object.hasOwn(schema.tables, table),
    );
  return fns.flatMap((fn) =>
    pathsOf({ ...fn, returns: null }, (part, path) => {
      const [, one = ""] = /(?:^|\.)(\w+)Id$/.exec(path) ?? [];
      return part.type === "string" && (/(^|\.)id$/.test(path) || isRow(one));
    }),
  );
}

/** Rule: no argument names the owner of a row; a column of the matrix decides it. */
export function claimedOwners(fns: AppFunction[], matrix: AccessMatrix): string[] {
  return fns.flatMap((fn) => {
    const owner = matrix[fn.module]?.columns?.own;
    return pathsOf({ ...fn, returns: null }, (_part, path) => path !== "" && path === owner);
  });
}

/** Rule: takes and returns a list only as a page, or with a bound. */
export function endlessLists(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) =>
    pathsOf(
      fn,
      (part, path, isBounded) => part.type === "array" && !isBounded && !isPage(fn, path),
    ),
  );
}

/** Rule: an action states why nothing else is enough. */
export function silentActions(fns: AppFunction[]): string[] {
  const actions = fns.filter(({ kind }) => kind === "action");
  return namesOf(actions.filter(({ policy }) => (policy?.because ?? "").trim() === ""));
}

/** Rule: a function that changes something is limited. The builders ensure it; a function of a library has none. */
export function unlimitedChanges(fns: AppFunction[]): string[] {
  return namesOf(
    fns.filter(({ kind, policy }) => kind !== "query" && policy?.rateLimit === undefined),
  );
}

/**
 * Rule: a function that adds something for its caller, or belongs to no table, has a limit of its own.
 * @param except functions that need none, with the reason
 */
export function usuallyLimitedAdditions(
  fns: AppFunction[],
  except: Record<string, string> = {},
): string[] {
  const found = fns.filter(({ kind, policy }) => {
    const access = String(policy?.access);
    const adds = access === "signedIn" || access.endsWith(".create");
    return kind !== "query" && adds && policy?.rateLimit === "calls";
  });
  return difference(namesOf(found), Object.keys(except));
}

/** Rule: takes texts of a bounded length. The options of a page are clamped. */
export function endlessArguments(fns: AppFunction[]): string[] {
  return fns.flatMap(({ name, shapes }) =>
    (shapes ? endlessTexts(shapes.args) : [])
      .filter((path) => !path.startsWith("paginationOpts."))
      .map((path) => `${name} ${path}`),
  );
}

/** Rule: a function that changes something returns an id or an outcome, not rows, which queries show. */
export function changesThatShow(fns: AppFunction[]): string[] {
  const changes = fns.filter(({ kind }) => kind === "mutation");
  return changes.flatMap((fn) =>
    pathsOf({ ...fn, args: nothing }, (part, path) => part.type === "array" || isOfRow(path)),
  );
}

/** Rule: takes the id of a row rather than the row, which may have changed by the time that it runs. */
export function takenRows(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) => pathsOf({ ...fn, returns: null }, (_part, path) => isOfRow(path)));
}

/** Rule: returns no field that only the server may know. */
export function toldSecrets(fns: AppFunction[]): string[] {
  return fns.flatMap((fn) => answersOf(fn, ["hash", "tokenHash", "secret"]));
}

/** Rule: returns private fields of people, such as their address, only where intended. */
export function toldOfPeople(fns: AppFunction[], tables: Tables): string[] {
  return fns.flatMap((fn) => {
    // A row of another table may have an address of its own, which is not that of an account.
    const own = fn.module === "users" ? [] : fieldsOf(tables, fn.module);
    return answersOf(
      fn,
      personal.filter((name) => !own.includes(name)),
    );
  });
}

const personal = ["email", "phone", "emailVerificationTime", "bannedAt", "leavingSince"];

/** Rule: a function lives in the module of its table; what modules share in `model/` is plain. */
export function sharedFunctions(fns: AppFunction[]): string[] {
  return namesOf(fns.filter(({ module }) => module.startsWith("model/")));
}

/** Rule: the HTTP routes are the known ones, such as "GET /files/*". Lists unknown and missing ones. */
export function strayRoutes(router: HttpRouter, known: string[]): string[] {
  return difference(
    router.getRoutes().map(([path, method]) => `${method} ${path}`),
    known,
  );
}

/**
 * The routes that the app adds itself, such as "GET /files/*": neither those of the auth library nor the
 * preflight responses.
 */
export function ownRoutes(router: HttpRouter): { name: string; handler: object }[] {
  return router
    .getRoutes()
    .filter(([path, method]) => method !== "OPTIONS" && !path.startsWith("/.well-known/"))
    .map(([path, method, handler]) => ({ name: `${method} ${path}`, handler }));
}

/**
 * Rule: a route states what bounds its calls. It is added by `addRoute`, or made by `webhook` at
 * `/webhooks/<source>`; `http.test.ts` and `webhooks.test.ts` test the refusals of each.
 */
export function unguardedRoutes(router: HttpRouter): string[] {
  const unguarded = ownRoutes(router).filter(({ name, handler }) => {
    const source = sourceOf(handler);
    const isInPlace = source === undefined || name === `POST /webhooks/${source}`;
    return guardOf(handler) === undefined || !isInPlace;
  });
  return unguarded.map(({ name }) => name);
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

const nothing: Shape = { type: "object", value: {} };

function answersOf(fn: AppFunction, names: string[]): string[] {
  const found = pathsOf({ ...fn, args: nothing }, (_part, path) =>
    names.includes(path.slice(path.lastIndexOf(".") + 1)),
  );
  return [...new Set(found)];
}

function fieldsOf(tables: Tables, table: string): string[] {
  const definition = tables[table];
  const shape = definition && validatorOf(definition);
  return shape?.type === "object" ? Object.keys(shape.value) : [];
}

function isOfRow(path: string): boolean {
  return /(^|\.)_creationTime$/.test(path);
}

/** The one list that a result may hold: the page of a function that takes `paginationOpts`. */
function isPage({ args }: AppFunction, path: string): boolean {
  return path === "page" && args.type === "object" && args.value.paginationOpts !== undefined;
}

/** The entries that only one of two lists has, or has more often. */
export function difference(one: string[], other: string[]): string[] {
  const left = [...other];
  const more = one.filter((each) => {
    const at = left.indexOf(each);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return [...more, ...left];
}
