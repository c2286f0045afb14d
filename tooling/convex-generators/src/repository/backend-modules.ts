// Modules of `convex/` by their path from there, such as `notes` or `admin/reports`, and which of their names
// are not the app's to give: read from what is there, but for what Convex itself lays down.
import { posix } from "node:path";
import type { CallExpression, Node } from "oxc-parser";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import { layout } from "./layout.ts";
import type { Tree } from "@groundwork/plop-engine/plan";

/** The name of a module without its folders: `reports` of `admin/reports`. */
export function baseOf(module: string): string {
  return module.slice(module.lastIndexOf("/") + 1);
}

/** The folders around a module, the outermost first: `admin` and `admin/billing` of `admin/billing/reports`. */
export function foldersOf(module: string): string[] {
  const parts = module.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** How a module starts the path of one that is directly in `convex/`: `./`, or `../` for each folder. */
export function pathToRoot(module: string): string {
  return "../".repeat(foldersOf(module).length) || "./";
}

/** The path from the test of a module to the folder of the package, such as `../`. */
export function pathFromTest(test: string): string {
  return posix.relative(posix.dirname(test), layout.backend) + "/";
}

/**
 * Finds the test file of a module: the one that exists in a folder of tests, or the place for a new one.
 * @param module its path from `convex/`, without ".ts"
 */
export function testOf(tree: Tree, module: string): string {
  const areas = tree.list(layout.tests).filter((name) => name.endsWith("/"));
  const places = areas.map((area) => layout.backendTest(`${area}${module}`));
  return places.find((path) => tree.read(path) !== null) ?? layout.backendTest(module);
}

/** Modules that Convex reads something from, wherever the app came from. */
const READ_BY_CONVEX: Readonly<Record<string, string>> = {
  schema: "the tables",
  http: "the HTTP routes",
  crons: "the schedules",
  convex: "the configuration",
};

/** Names that the types of the generated API use for themselves. */
const NAMES_OF_API: readonly string[] = ["api", "internal", "components", "fullApi"];

/**
 * Says why functions of the app cannot be in a module.
 * @param tree the repository
 * @param module its path from `convex/`, without ".ts"
 * @returns the end of a sentence that starts with the module's name; null when they can
 * @throws SYNTAX_ERROR (4) for a module that has to be read and cannot be
 */
export function whyTaken(tree: Tree, module: string): string | null {
  const [first = ""] = module.split("/");
  const isFolder = first !== module;
  const isFirst = (name: string) => name.toLowerCase() === first.toLowerCase();
  const read = Object.keys(READ_BY_CONVEX).find(isFirst);
  if (read !== undefined && !isFolder) return `is where Convex reads ${READ_BY_CONVEX[read]} from`;
  if (NAMES_OF_API.some(isFirst)) return "is a name that the generated API has for itself";
  if (mountedComponents(tree).some(isFirst)) {
    return `is the name of a component, which ${layout.components} mounts`;
  }
  const shared = layout.shared.find((folder) => isFirst(posix.basename(folder)));
  if (isFolder && shared !== undefined) {
    return `is in ${shared}, which holds what modules share and no functions`;
  }
  const component = foldersOf(module).find(
    (folder) => tree.read(`${layout.convex}/${folder}/convex.config.ts`) !== null,
  );
  if (component !== undefined) return `is in the component "${component}", whose API is its own`;
  return null;
}

/** A component that the app mounts. */
export interface Mount {
  /** What it is called in the app. */
  name: string;
  /** The package that it comes from; empty for one of the app's own. */
  package: string;
}

/** Reads the names of the components that the app mounts. */
export function mountedComponents(tree: Tree): string[] {
  return mounts(tree).map(({ name }) => name);
}

/**
 * Reads which components the app mounts.
 * @returns none where there is no configuration
 */
export function mounts(tree: Tree): Mount[] {
  const text = tree.read(layout.components);
  if (text === null) return [];
  const source = parseModule(layout.components, text);
  const packages = new Map(
    source.program.body.flatMap((node) =>
      node.type === "ImportDeclaration"
        ? node.specifiers.map(({ local }) => [local.name, packageOf(node.source.value)] as const)
        : [],
    ),
  );
  const isCall = (node: Node): node is CallExpression => node.type === "CallExpression";
  return findAll(source, isCall).flatMap((call) => {
    const name = mountOf(call);
    const [component] = call.arguments;
    const imported = component?.type === "Identifier" ? component.name : "";
    return name === null ? [] : [{ name, package: packages.get(imported) ?? "" }];
  });
}

/** What a call of `app.use` names its component; null for any other call. */
export function mountOf({
  callee,
  arguments: [component, options],
}: CallExpression): string | null {
  if (callee.type !== "MemberExpression" || nameOf(callee.property, callee.computed) !== "use") {
    return null;
  }
  const named = options?.type === "ObjectExpression" ? options.properties : [];
  const given = named.flatMap((property) =>
    property.type === "Property" && nameOf(property.key, property.computed) === "name"
      ? (stringValue(property.value) ?? [])
      : [],
  );
  return given[0] ?? (component?.type === "Identifier" ? component.name : null);
}

/** `@convex-dev/rag/convex.config.js` is of `@convex-dev/rag`. */
function packageOf(specifier: string): string {
  if (specifier.startsWith(".")) return "";
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
