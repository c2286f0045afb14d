// A page in `routeTree.gen.ts`, written as the router's own plugin writes it, so that links to the page
// have types before the plugin has run. Its format: each place lists the pages of `routes/_app/` together,
// in the order of their names.
import { capital, wordsOf } from "../identifiers.ts";
import type { Fragment } from "../model.ts";
import type { FragmentEditor } from "./editor.ts";
import { unsupported } from "./refusal.ts";

/** The width at which the plugin breaks a union. */
const PLUGIN_WIDTH = 80;

/** A page, by the name of its file in `routes/_app/`. */
export const routeEditor: FragmentEditor = {
  isSame: (one, other) => one === other,
  has: (path, text, fragment) => pagesOf(path, text, fragment).includes(fragment.key),
  add: (path, text, fragment) =>
    withPages(text, pagesOf(path, text, fragment), (pages) => [...pages, fragment.key]),
  read: (path, text, fragment) =>
    pagesOf(path, text, fragment).includes(fragment.key) ? `./routes/_app/${fragment.key}` : null,
  remove: (path, text, fragment) =>
    withPages(text, pagesOf(path, text, fragment), (pages) =>
      pages.filter((page) => page !== fragment.key),
    ),
};

function pagesOf(path: string, text: string, fragment: Fragment): string[] {
  const imported = [...text.matchAll(/from "\.\/routes\/_app\/([^"]+)"$/gm)].map(
    ([, page]) => page!,
  );
  if (imported.length === 0) {
    throw unsupported(path, "there is no page of routes/_app/ to put it beside", fragment);
  }
  const odd = imported.find((page) => !/^[\w-]+$/.test(page));
  const isWhole = lists.every(({ part, times }) => {
    return text.split(imported.toSorted().map(part).join("")).length === times + 1;
  });
  if (odd !== undefined || !isWhole || text !== withPages(text, imported, (pages) => pages)) {
    throw unsupported(path, "the pages of routes/_app/ are not listed one by one", fragment);
  }
  return imported;
}

/** What each list says of one page, and in how many places. */
const lists = [
  { part: importLine, times: 1 },
  { part: definition, times: 1 },
  { part: pathLine, times: 2 },
  { part: idLine, times: 1 },
  { part: declaration, times: 1 },
  { part: childType, times: 1 },
  { part: childValue, times: 1 },
];

/** Writes every list of pages anew. */
function withPages(
  text: string,
  before: readonly string[],
  change: (pages: readonly string[]) => readonly string[],
): string {
  const pages = change(before).toSorted();
  let changed = text;
  for (const { part } of lists) changed = withList(changed, before.map(part), pages.map(part));
  for (const key of ["fullPaths", "to", "id"]) changed = withUnion(changed, key, before, pages);
  return changed;
}

/** Exchanges parts that stand in a row, wherever they do. */
function withList(text: string, before: readonly string[], after: readonly string[]): string {
  return text.replaceAll(before.join(""), () => after.join(""));
}

function withUnion(
  text: string,
  key: string,
  before: readonly string[],
  after: readonly string[],
): string {
  const named = (pages: readonly string[]) =>
    pages.map((page) => (key === "id" ? `"/_app/${page}"` : `"/${page}"`));
  const union = new RegExp(`^  ${key}:((?:\\s+\\|?\\s*"[^"]*")+)$`, "m");
  return text.replace(union, (_whole, written: string) => {
    const members = [...written.matchAll(/"[^"]*"/g)].map(([member]) => member);
    const old = named(before);
    const at = members.findIndex((member) => old.includes(member));
    const others = members.filter((member) => !old.includes(member));
    const all = others.toSpliced(at === -1 ? others.length : at, 0, ...named(after));
    const line = `  ${key}: ${all.join(" | ")}`;
    if (line.length <= PLUGIN_WIDTH) return line;
    return [`  ${key}:`, ...all.map((member) => `    | ${member}`)].join("\n");
  });
}

function nameOf(page: string): string {
  return `App${wordsOf(page).map(capital).join("")}`;
}

function importLine(page: string): string {
  return `import { Route as ${nameOf(page)}RouteImport } from "./routes/_app/${page}"\n`;
}

function definition(page: string): string {
  const name = nameOf(page);
  return [
    `const ${name}Route = ${name}RouteImport.update({`,
    `  id: "/${page}",`,
    `  path: "/${page}",`,
    "  getParentRoute: () => AppRoute,",
    "} as any)",
    "",
  ].join("\n");
}

function pathLine(page: string): string {
  return `  "/${page}": typeof ${nameOf(page)}Route\n`;
}

function idLine(page: string): string {
  return `  "/_app/${page}": typeof ${nameOf(page)}Route\n`;
}

function declaration(page: string): string {
  return [
    `    "/_app/${page}": {`,
    `      id: "/_app/${page}"`,
    `      path: "/${page}"`,
    `      fullPath: "/${page}"`,
    `      preLoaderRoute: typeof ${nameOf(page)}RouteImport`,
    "      parentRoute: typeof AppRoute",
    "    }",
    "",
  ].join("\n");
}

function childType(page: string): string {
  return `  ${nameOf(page)}Route: typeof ${nameOf(page)}Route\n`;
}

function childValue(page: string): string {
  return `  ${nameOf(page)}Route: ${nameOf(page)}Route,\n`;
}
