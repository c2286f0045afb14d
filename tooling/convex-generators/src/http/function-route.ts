// A route that calls a function, as code: its entry in `http.ts`, what its test sends, and the list of known routes.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { capital } from "@groundwork/plop-engine/names/words";
import type { FunctionCall } from "./model.ts";

/** What a call may send at most, unless the input says so. */
const USUAL_BYTES = 64 * 1024;

/** A route, and the function behind it. */
export interface FunctionRoute {
  method: string;
  path: string;
  call: FunctionCall;
  /** The rate limit by its name. */
  limit: string;
  /** Bytes of the arguments at most; null for the usual. */
  maxBytes: number | null;
}

/** Code, and the imports that it needs. */
export interface RouteCode {
  imports: string[];
  text: string;
}

/** The call of `addFunctionRoute`. */
export function functionRouteCode(route: FunctionRoute): RouteCode {
  const { method, path, call, limit, maxBytes } = route;
  const { module, name, auth, origins } = call;
  const own = `${module
    .split("/")
    .map((word, at) => (at === 0 ? word : capital(word)))
    .join("")}Functions`;
  const who = {
    session: { code: '{ kind: "session" }', about: "with a session token" },
    key: {
      code: `{ kind: "key", key: () => env.${auth.kind === "key" ? auth.variable : ""} }`,
      about: `with the key in ${auth.kind === "key" ? auth.variable : ""}`,
    },
    public: {
      code: `{ kind: "public", why: ${quoted(auth.kind === "public" ? auth.why : "")} }`,
      about: "for everybody",
    },
  }[auth.kind];
  return {
    imports: [
      ...(auth.kind === "key" ? ['import { env } from "./_generated/server";'] : []),
      'import { addFunctionRoute } from "./builders/functionRoutes";',
      `import * as ${own} from "./${module}";`,
    ],
    text: `/** \`${method} ${path}\`, ${who.about}: calls \`${module}.${name}\`. */
addFunctionRoute(http, {
  method: ${quoted(method)},
  path: ${quoted(path)},
  auth: ${who.code},
  rateLimit: ${quoted(limit)},
  maxBytes: ${numeral(maxBytes ?? USUAL_BYTES)},${origins === null ? "" : `\n  origins: ${JSON.stringify(origins)},`}
  calls: ${own}.${name},
  as: ${quoted(`${module}:${name}`)},
});`,
  };
}

/** What the test of all routes sends to this one. */
export function requestFragments({ method, path, call, maxBytes }: FunctionRoute): Fragment[] {
  const { module, name, role, auth } = call;
  const route = `${method} ${path}`;
  const options = [
    `route: ${quoted(route)}`,
    `calls: ${quoted(`${module}:${name}`)}`,
    `role: ${quoted(role)}`,
    ...(auth.kind === "key" ? [`variable: ${quoted(auth.variable)}`] : []),
    ...(auth.kind === "public" ? ["isPublic: true"] : []),
    `maxBytes: ${numeral(maxBytes ?? USUAL_BYTES)}`,
  ];
  const text = `${quoted(route)}: functionRequests(() => app, { ${options.join(", ")} })`;
  const imported = importFragments(
    'import { functionRequests } from "../../testing/function-routes.ts";',
  );
  return [...imported, { kind: "requests", key: route, text }];
}

/** The entries of the list of all routes: one that nobody expects is found by it. */
export function knownRoutes(method: string, path: string, hasOptions: boolean): Fragment[] {
  const methods = hasOptions ? ["OPTIONS", method] : [method];
  return methods.map((one) => {
    const key = `${one} ${path}`;
    return { kind: "knownRoute", key, text: quoted(key) };
  });
}
