// A signed-in page in `routeTree.gen.ts`, written as the router's own generator writes it, so that
// links to the page have types before the web app has been started. The file names each route in
// eleven lists; in each, a new route goes beside its siblings, in the order of their paths.
import type { Node } from "oxc-parser";
import type { Fragment } from "../model.ts";
import type { FragmentEditor } from "./editor.ts";
import { unsupported } from "./refusal.ts";
import { type Source, type Splice, lineEnd, lineStart, parseModule, spliced } from "./source.ts";
import { findAll, nameOf, stringValue } from "./syntax.ts";

/** The folder of the signed-in pages, which is also the id of their layout. */
const LAYOUT = "/_app";

/** The width that the router's generator fills. */
const WIDTH = 80;

/**
 * Makes the fragment of a page.
 * @param page its file under `routes/_app`, without ".tsx", in kebab-case: `order-items`
 */
export function routeFragment(page: string): Fragment {
  return { kind: "route", key: page, text: importOf(page) };
}

/** A page in all lists of the route tree, by its file. */
export const routeEditor: FragmentEditor = {
  isSame: (one, other) => one === other,

  has(path, text, { key }) {
    return pagesOf(parseModule(path, text)).includes(key);
  },

  add(path, text, fragment) {
    const source = parseModule(path, text);
    const { key } = fragment;
    const siblings = pagesOf(source);
    if (siblings.length === 0) {
      throw unsupported(source, `it has no page in "./routes${LAYOUT}" yet`, fragment);
    }
    const before = siblings.findLast((page) => page < key);
    const beside = before ?? siblings[0]!;
    const splices = placesOf(source, beside).map((place): Splice => {
      const lines = render(place, key, source);
      const { start, end } = wholeLines(source, place.node);
      return before === undefined
        ? { start, end: start, text: lines }
        : { start: end, end, text: lines };
    });
    if (splices.length !== PLACES) throw unsupported(source, "it is not as we know it", fragment);
    const edited = spliced(source, splices);
    return withUnions(parseModule(path, edited), (routes) =>
      insertBeside(routes, beside, key, before),
    );
  },

  read(path, text, { key }) {
    return pagesOf(parseModule(path, text)).includes(key) ? importOf(key) : null;
  },

  remove(path, text, { key }) {
    const source = parseModule(path, text);
    const splices = placesOf(source, key).map(({ node }): Splice => ({
      ...wholeLines(source, node),
      text: "",
    }));
    return withUnions(parseModule(path, spliced(source, splices)), (routes) =>
      routes.filter((route) => route !== `/${key}` && route !== `${LAYOUT}/${key}`),
    );
  },
};

/** Where a route is named, and what that looks like for another one. */
interface Place {
  node: Node;
  lines: (page: string) => string[];
}

/** The lists of lines; the three unions of texts come on top. */
const PLACES = 8;

function placesOf(source: Source, page: string): Place[] {
  const route = routeOf(page);
  const id = `${LAYOUT}/${page}`;
  const properties = findAll(
    source,
    (node): node is Extract<Node, { type: "TSPropertySignature" }> =>
      node.type === "TSPropertySignature",
  );
  const entries = findAll(
    source,
    (node): node is Extract<Node, { type: "Property" }> => node.type === "Property",
  );
  const places: Place[] = [];
  const put = (node: Node | undefined, lines: Place["lines"]) => {
    if (node !== undefined) places.push({ node, lines });
  };
  put(importNode(source, page), (page) => [importOf(page)]);
  put(routeNode(source, route), updateOf);
  for (const property of properties) {
    const name = nameOf(property.key);
    const type = property.typeAnnotation?.typeAnnotation;
    if (name === route) put(property, (page) => [`${routeOf(page)}: typeof ${routeOf(page)}`]);
    if (name === `/${page}`) put(property, (page) => [`"/${page}": typeof ${routeOf(page)}`]);
    if (name === id && type?.type === "TSTypeLiteral") put(property, pathOf);
    else if (name === id) put(property, (page) => [`"${LAYOUT}/${page}": typeof ${routeOf(page)}`]);
  }
  const entry = entries.find(({ key, computed }) => nameOf(key, computed) === route);
  put(entry, childOf);
  return places;
}

function importNode({ program }: Source, page: string): Node | undefined {
  return program.body.find(
    (node) =>
      node.type === "ImportDeclaration" && node.source.value === `./routes${LAYOUT}/${page}`,
  );
}

function routeNode({ program }: Source, route: string): Node | undefined {
  return program.body.find(
    (node) =>
      node.type === "VariableDeclaration" &&
      node.declarations.some(({ id }) => id.type === "Identifier" && id.name === route),
  );
}

/** The pages that are there, by their imports. */
function pagesOf({ program }: Source): string[] {
  const prefix = `./routes${LAYOUT}/`;
  return program.body.flatMap((node) => {
    if (node.type !== "ImportDeclaration" || !node.source.value.startsWith(prefix)) return [];
    const page = node.source.value.slice(prefix.length);
    return /^[a-z0-9-]+$/.test(page) ? [page] : [];
  });
}

function routeOf(page: string): string {
  const words = `app-${page}`.split("-").filter((word) => word !== "");
  return `${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("")}Route`;
}

function importOf(page: string): string {
  return `import { Route as ${routeOf(page)}Import } from "./routes${LAYOUT}/${page}"`;
}

function updateOf(page: string): string[] {
  const name = `const ${routeOf(page)} =`;
  const update = [
    `${routeOf(page)}Import.update({`,
    `  id: "/${page}",`,
    `  path: "/${page}",`,
    "  getParentRoute: () => AppRoute,",
    "} as any)",
  ];
  const line = `${name} ${update[0]}`;
  return line.length <= WIDTH
    ? [line, ...update.slice(1)]
    : [name, ...update.map((line) => `  ${line}`)];
}

function childOf(page: string): string[] {
  const route = routeOf(page);
  const line = `${route}: ${route},`;
  return line.length + 2 <= WIDTH ? [line] : [`${route}:`, `  ${route},`];
}

function pathOf(page: string): string[] {
  return [
    `"${LAYOUT}/${page}": {`,
    `  id: "${LAYOUT}/${page}"`,
    `  path: "/${page}"`,
    `  fullPath: "/${page}"`,
    `  preLoaderRoute: typeof ${routeOf(page)}Import`,
    "  parentRoute: typeof AppRoute",
    "}",
  ];
}

function render({ node, lines }: Place, page: string, { code, style }: Source): string {
  const indent = /^\s*/.exec(code.slice(lineStart(code, node.start), node.start))![0];
  return lines(page)
    .map((line) => indent + line + style.eol)
    .join("");
}

function wholeLines({ code, style }: Source, { start, end }: Node): { start: number; end: number } {
  return { start: lineStart(code, start), end: lineEnd(code, end) + style.eol.length };
}

function insertBeside(
  routes: string[],
  beside: string,
  page: string,
  before: string | undefined,
): string[] {
  const index = routes.findIndex(
    (route) => route === `/${beside}` || route === `${LAYOUT}/${beside}`,
  );
  if (index === -1) return routes;
  const added = routes[index]!.startsWith(LAYOUT) ? `${LAYOUT}/${page}` : `/${page}`;
  return routes.toSpliced(before === undefined ? index : index + 1, 0, added);
}

/** Rewrites the unions of routes: on their line where it is wide enough, else a route to a line. */
function withUnions(source: Source, change: (routes: string[]) => string[]): string {
  const { code, style } = source;
  const unions = findAll(
    source,
    (node): node is Extract<Node, { type: "TSPropertySignature" }> =>
      node.type === "TSPropertySignature" &&
      ["fullPaths", "to", "id"].includes(nameOf(node.key) ?? "") &&
      node.typeAnnotation?.typeAnnotation.type === "TSUnionType",
  );
  const splices = unions.flatMap(({ start, typeAnnotation }): Splice[] => {
    const type = typeAnnotation!.typeAnnotation;
    if (type.type !== "TSUnionType") return [];
    const routes = type.types.map((member) =>
      member.type === "TSLiteralType" ? (stringValue(member.literal) ?? "") : "",
    );
    const quoted = change(routes).map((route) => `"${route}"`);
    const from = typeAnnotation!.start + 1;
    const flat = ` ${quoted.join(" | ")}`;
    const width = from - lineStart(code, start) + flat.length;
    const broken = quoted.map((route) => `${style.eol}    | ${route}`).join("");
    return [{ start: from, end: type.end, text: width <= WIDTH ? flat : broken }];
  });
  return spliced(source, splices);
}
