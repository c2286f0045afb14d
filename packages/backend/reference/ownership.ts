// Who owns what of the app: the core, or one of the optional features. Only files and packages are listed by hand;
// tables, modules, crons, limits and the like have the owner of the file that declares them.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";
import { rateLimits } from "../convex/model/platform/rateLimits.ts";
import crons from "../convex/crons.ts";
import type { Feature } from "../features/feature.ts";
import { features } from "../features/features.ts";
import { declaredCrons } from "../convex/model/platform/cronRuns.ts";

export const root = join(import.meta.dirname, "..", "..", "..");
const CONVEX = "packages/backend/convex";
const ROUTES = "apps/web/src/routes/";
export const CORE = "core";

/** What one owner has. */
export interface Parts {
  tables: string[];
  modules: string[];
  components: string[];
  crons: string[];
  limits: string[];
  env: string[];
  flows: string[];
  routes: string[];
  tests: string[];
  docs: string[];
}

/** Whether a path of a list, a file or a folder, holds a file. */
export function holds(listed: string, path: string): boolean {
  return listed.endsWith("/") ? path.startsWith(listed) : path === listed;
}

/**
 * Names the owner of a file.
 * @param path from the root of the repository
 * @param all the features to look in
 * @returns a feature's name; of a file that joins two, both, such as `assistant + knowledge`; else `core`
 * @throws Error for a file that two features list
 */
export function ownerOf(path: string, all: readonly Feature[] = features): string {
  const joins = all.flatMap(({ name, joins = {} }) =>
    Object.entries(joins).flatMap(([other, files]) =>
      files.some((file) => holds(file, path)) ? [[name, other].sort().join(" + ")] : [],
    ),
  );
  const owners = all.filter(({ files }) => files.some((file) => holds(file, path)));
  const [owner] = owners;
  if (joins.length > 1 || owners.length > 1) {
    const names = [...joins, ...owners.map(({ name }) => name)].join(", ");
    throw new Error(`OWNED_TWICE: ${path} belongs to ${names}. List it once.`);
  }
  return joins[0] ?? owner?.name ?? CORE;
}

/** The owner of an npm package of the backend. */
export function ownerOfPackage(name: string, all: readonly Feature[] = features): string {
  const owners = all.filter(({ packages }) => packages.includes(name));
  if (owners.length > 1) throw new Error(`OWNED_TWICE: ${name} belongs to two features.`);
  return owners[0]?.name ?? CORE;
}

/** The files that Git would keep under some folders, from the root of the repository; none of a folder that is gone. */
export function filesIn(...folders: string[]): string[] {
  const skipped = /^(node_modules|_generated|dist|coverage|\..*)$/;
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter(({ name }) => !skipped.test(name))
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .flatMap((entry) => {
          const path = `${folder}/${entry.name}`;
          return entry.isDirectory() ? filesIn(path) : [path];
        }),
    );
}

/** What each owner has, by the owner's name. */
export async function partsByOwner(): Promise<Map<string, Parts>> {
  const parts = new Map<string, Parts>();
  const add = (kind: keyof Parts, owner: string, name: string) => {
    const empty = { tables: [], modules: [], components: [], crons: [], limits: [], env: [] };
    if (!parts.has(owner)) {
      parts.set(owner, { ...empty, flows: [], routes: [], tests: [], docs: [] });
    }
    const names = parts.get(owner)![kind];
    if (kind === "tests" || !names.includes(name)) names.push(name);
  };
  const files = filesIn("apps/web/src", "docs/patterns", "packages/backend", "packages/validators");
  for (const path of files) {
    const owner = ownerOf(path);
    const [, module] = /^packages\/backend\/convex\/(\w+)\.ts$/.exec(path) ?? [];
    if (module !== undefined) add("modules", owner, module);
    if (path.includes("/tables/"))
      for (const name of await tablesIn(path)) add("tables", owner, name);
    if (path.startsWith("packages/backend/flows/") && !/\.test\.ts$/.test(path))
      add("flows", owner, path);
    if (path.startsWith(ROUTES)) add("routes", owner, routeOf(path));
    if (/\.test\.tsx?$/.test(path)) add("tests", owner, path);
    if (path.startsWith("docs/")) add("docs", owner, path);
  }
  for (const { title, target } of declaredCrons(crons)) {
    add("crons", ownerOfModule(target.split(":")[0]!), title);
  }
  for (const name of Object.keys(rateLimits))
    add("limits", ownerOfModule(name.split(".")[0]!), name);
  for (const [name, specifier] of componentsOf()) {
    add("components", ownerOfPackage(specifier.replace(/\/convex\.config.*$/, "")), name);
  }
  for (const [name, path] of await environment()) add("env", ownerOf(path), name);
  return parts;
}

/** The address of a page. Names that start with "_" are no part of it. */
function routeOf(path: string): string {
  const segments = path
    .slice(ROUTES.length)
    .replace(/\.tsx$/, "")
    .split(/[./]/);
  return `/${segments.filter((one) => !one.startsWith("_") && one !== "index").join("/")}`;
}

/** The owner of a module of the API; of a prefix that is no module, such as `auth` or `calls`, the core. */
export function ownerOfModule(module: string): string {
  return ownerOf(`${CONVEX}/${module}.ts`);
}

/** The tables that a file of `convex/tables/` declares. */
async function tablesIn(path: string): Promise<string[]> {
  const exported = (await import(pathToFileURL(join(root, path)).href)) as Record<string, object>;
  return Object.entries(exported)
    .filter(([name]) => name.endsWith("Tables"))
    .flatMap(([, tables]) => Object.keys(tables));
}

/** The components that the app mounts, each with what it imports. */
export function componentsOf(): [name: string, specifier: string][] {
  const path = `${CONVEX}/convex.config.ts`;
  const { program } = parseSync(path, readFileSync(join(root, path), "utf8"));
  return program.body.flatMap((node): [string, string][] =>
    node.type === "ImportDeclaration" && /convex\.config/.test(node.source.value)
      ? node.specifiers.map(({ local }) => [local.name, node.source.value])
      : [],
  );
}

/** The environment variables of the app, each with the file that declares it. */
export async function environment(): Promise<[name: string, path: string][]> {
  const declaring = filesIn(CONVEX).filter((path) => /(^|\/)(env|convex\.config)\.ts$/.test(path));
  return declaring.flatMap((path) =>
    [...readFileSync(join(root, path), "utf8").matchAll(/^ +([A-Z][A-Z\d_]+): v\./gm)].map(
      ([, name]): [string, string] => [name!, path],
    ),
  );
}
