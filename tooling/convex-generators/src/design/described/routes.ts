// The HTTP routes of a backend, in the words of `pnpm plop http`.
import type { CallExpression, Node } from "oxc-parser";
import { findAll, nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Design } from "../design.ts";
import { constant, textAt, textsAt } from "./syntax/constants.ts";
import { type Place, placeText } from "./syntax/modules.ts";
import { type DescribedProject, moduleNamed } from "./project.ts";

type Routes = NonNullable<Design["http"]>;

const isCall = (node: Node): node is CallExpression => node.type === "CallExpression";

/** Reads the routes that the app declares itself; a prefix ends with `*`. */
export function routesOf(
  project: DescribedProject,
  rates: Readonly<Record<string, string | null>>,
): Routes {
  const module = moduleNamed(project, "http");
  if (module === null) return {};
  const { modules, found } = project;
  const all = findAll(module.source, isCall).flatMap((call): [string, Routes[string]][] => {
    const options = optionsOf(call);
    if (options === undefined) return [];
    const place = { module, node: options };
    const at = (name: string) => modules.member(place, name);
    const path = textAt(modules, at("path")) ?? prefixText(textAt(modules, at("pathPrefix")));
    const method = textAt(modules, at("method"));
    if (path === null || method === null) return [];
    const key = `${method} ${path}`;
    found.add(["http", key], placeText({ module, node: call }));
    return [[key, routeOf(project, place, rates)]];
  });
  return Object.fromEntries(all);
}

const prefixText = (prefix: string | null) => prefix && `${prefix}*`;

/** What `http.route` and `addRoute` take. */
function optionsOf({ callee, arguments: args }: CallExpression): Node | undefined {
  const isMethod = callee.type === "MemberExpression" && nameOf(callee.property) === "route";
  const isOurs = callee.type === "Identifier" && /^add\w*Route$/.test(callee.name);
  const options = isMethod ? args[0] : isOurs ? args[1] : undefined;
  return options?.type === "ObjectExpression" ? options : undefined;
}

function routeOf(
  project: DescribedProject,
  route: Place,
  rates: Readonly<Record<string, string | null>>,
): Routes[string] {
  const { modules } = project;
  const at = (name: string) => modules.member(route, name);
  const webhook = webhookOf(project, at("handler"));
  const limited = webhook ?? route;
  const limit =
    textAt(modules, modules.member(limited, "rateLimit")) ?? nestedLimit(project, route);
  const rate = limit === null ? null : (rates[limit] ?? null);
  const runs = textAt(modules, at("as"))?.replace(":", ".") ?? null;
  const origins = at("origins");
  const cors = textAt(modules, origins) ?? textsAt(modules, origins)?.join() ?? null;
  const maxBytes = at("maxBytes");
  const bytes = maxBytes === null ? null : constant(modules, maxBytes);
  return {
    ...(webhook !== null && { signature: `hmac:${variableIn(modules.member(webhook, "secret"))}` }),
    ...authOf(project, at("auth")),
    ...(runs !== null && { runs }),
    ...(rate !== null && { limit: rate }),
    ...(typeof bytes === "number" && bytes !== USUAL_BYTES && { body: sizeText(bytes) }),
    ...(cors !== null && { cors }),
  };
}

/** As `functionRouteCode` writes it where nothing is said. */
const USUAL_BYTES = 64 * 1024;

function sizeText(bytes: number): string {
  return bytes % 1024 === 0 ? `${bytes / 1024}kB` : `${bytes}B`;
}

/** What `webhook({ … })` takes. */
function webhookOf({ modules }: DescribedProject, handler: Place | null): Place | null {
  if (handler === null) return null;
  const { module, node } = modules.settled(handler);
  const call = unwrap(node);
  const isWebhook =
    call.type === "CallExpression" &&
    call.callee.type === "Identifier" &&
    call.callee.name === "webhook";
  const options = isWebhook ? call.arguments[0] : undefined;
  return options === undefined ? null : { module, node: options };
}

function nestedLimit({ modules }: DescribedProject, route: Place): string | null {
  const limit = modules.member(route, "limit");
  return limit && textAt(modules, modules.member(limit, "rateLimit"));
}

/** The variable that `() => env.SECRET` reads. */
function variableIn(place: Place | null): string {
  const node = place && unwrap(place.node);
  const body = node?.type === "ArrowFunctionExpression" ? unwrap(node.body as Node) : null;
  return body?.type === "MemberExpression" ? (nameOf(body.property) ?? "") : "";
}

function authOf({ modules }: DescribedProject, auth: Place | null): Routes[string] {
  if (auth === null) return {};
  const kind = textAt(modules, modules.member(auth, "kind"));
  if (kind === "session") return { auth: "session" };
  if (kind === "key") return { auth: `key:${variableIn(modules.member(auth, "key"))}` };
  return kind === "public" ? { public: textAt(modules, modules.member(auth, "why")) ?? "" } : {};
}
