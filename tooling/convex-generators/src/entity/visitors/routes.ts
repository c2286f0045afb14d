// What the rows that everybody may see add to files that are there: their routes, the limit of those, and what tests
// send and find. The functions are internal, so that nobody gets around the limit.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import type { FileEdit } from "@groundwork/plop-engine/edit/plan";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { quoted } from "@groundwork/plop-engine/templates/code";
import {
  type FunctionRoute,
  functionRouteCode,
  knownRoutes,
  requestFragments,
} from "../../http/function-route.ts";
import { layout } from "../../repository/layout.ts";
import { type Rate, rateLimitFragments } from "../../repository/rate.ts";
import type { EntityModel } from "../model/model.ts";

/** Calls of one network, or of all visitors together where their networks are not known. */
const VISITS: Rate = { times: 600, unit: "minute" };
/** Bytes of the arguments: an id, or a cursor. */
const MOST_BYTES = 4096;

/** The routes of an entity, each with its entry in `http.ts`; none where visitors see nothing. */
export function visitorRoutes(model: EntityModel) {
  return routesOf(model).map((route) => {
    const { imports, text } = functionRouteCode(route);
    const { method, path } = route;
    const fragment: Fragment = { kind: "route", key: `${method} ${path}`, text };
    return { method, path, imports, fragment, route };
  });
}

function routesOf({ visitors, names, roles }: EntityModel): FunctionRoute[] {
  if (visitors === null) return [];
  const { table, fileMany } = names;
  const route = (path: string, name: string): FunctionRoute => ({
    ...{ method: "GET", path, limit: `${table}.visit`, maxBytes: MOST_BYTES },
    call: {
      ...{ kind: "function", module: table, name, origins: "any", role: roles[0]! },
      auth: { kind: "public", why: "it answers a few fields, which everybody may see" },
    },
  });
  return [
    route(`/api/${fileMany}`, "listForVisitors"),
    route(`/api/${fileMany}/one`, "getForVisitors"),
  ];
}

/** The limit of the routes; nothing where visitors see nothing. */
export function visitLimit({ visitors, names }: EntityModel): Fragment[] {
  return visitors === null ? [] : rateLimitFragments([`${names.table}.visit`], VISITS);
}

/** What else is added to files; none where visitors see nothing. */
export function visitorEdits(model: EntityModel): FileEdit[] {
  const routes = visitorRoutes(model);
  if (routes.length === 0) return [];
  return [
    {
      path: layout.http,
      fragments: routes.flatMap(({ imports, fragment }) => [
        ...imports.flatMap((one) => importFragments(one)),
        fragment,
      ]),
    },
    { path: layout.httpTests, fragments: routes.flatMap(({ route }) => requestFragments(route)) },
    {
      path: layout.manifestTests,
      fragments: routes.flatMap(({ method, path }) => knownRoutes(method, path, true)),
    },
    ...exampleEdits(model),
  ];
}

/** Where the example rows of tests would not be seen: the value with which they are. */
function exampleEdits({ visitors, names: { table } }: EntityModel): FileEdit[] {
  const when = visitors?.when;
  // Examples hold true, and the first option of an enum.
  if (!when || when.value === true || when.value === when.field.values[0]) return [];
  const value = typeof when.value === "string" ? quoted(when.value) : "false";
  const text = `${table}: async () => ({ ${when.field.name}: ${value} })`;
  return [{ path: layout.exampleRows, fragments: [{ kind: "exampleRow", key: table, text }] }];
}
