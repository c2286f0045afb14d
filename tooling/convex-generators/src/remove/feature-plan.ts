// Plans to take optional features out of the project.
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
  type Removal,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { keysOf, declared, moduleOf } from "@groundwork/plop-engine/edit/plain-data";
import { type HandWritten, cutModule } from "@groundwork/plop-engine/removal/cut";
import { cutPage } from "@groundwork/plop-engine/removal/markdown";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { layout } from "../repository/layout.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { declaredVariables, withoutVariables } from "./environment.ts";
import { type Feature, featureFile, readFeatures, withoutJoins } from "./features.ts";
import type { RemoveInput } from "./input.ts";
import { CATALOG, manifestPaths, withoutCatalogEntries, withoutPackages } from "./manifests.ts";
import { filesAt, functionNames, leadsAway, pathsIn, takers } from "./reach.ts";
import { isRouteOf } from "./routes.ts";
import { exportsOf, resolveIn } from "./resolve.ts";

/** What uses the packages of a feature. The tooling has its own. */
const isOfApp = (path: string) => /^(apps|packages)\//.test(path);
/** Each says which feature it is about, if it is about one. A project has none of the template's. */
const DECISIONS = "docs/decisions";
/**
 * Plans the removal.
 * @param input the names of the features
 * @param tree the project
 * @throws FEATURE_UNKNOWN (2), FEATURE_NEEDED (3) for one that another feature uses, and FEATURE_IN_USE (3) with every
 *   line of the project that uses one by hand
 */
export function planFeatures(input: RemoveInput, tree: Tree): Plan {
  const all = readFeatures(tree);
  const removed = chosen(input.names, all);
  const names = removed.map(({ name }) => name);
  const gone = goneFiles(tree, all, removed);
  const isGone = (path: string) => gone.has(path);
  const goneFolders = removed.flatMap(({ files }) => files.filter((file) => file.endsWith("/")));
  const cutter = cutterOf(tree, removed, isGone);
  const variables = declaredVariables(tree, gone);
  const left: HandWritten[] = [];
  const files: PlannedFile[] = [];
  const write = (path: string, before: string, after: string) => {
    if (after !== before) files.push({ path, before, after, fragments: [], replaces: true });
  };

  for (const path of pathsIn(tree)) {
    if (isGone(path) || path.startsWith(layout.reference)) continue;
    const before = tree.read(path)!;
    if (path.endsWith(".md")) {
      const page = cutPage(path, before, (target) => leadsAway(path, target, isGone, goneFolders));
      left.push(...page.left);
      write(path, before, page.text);
      continue;
    }
    const cut = cutter(path, before);
    left.push(...cut.left);
    if (path.startsWith(`${layout.features}/`)) {
      write(path, before, withoutJoins(path, cut.text, names));
    } else if (path === layout.serverTypes) {
      write(path, before, withoutVariables(cut.text, variables));
    } else write(path, before, cut.text);
  }
  if (left.length > 0) throw new GeneratorError(3, left.map(inUse));
  const packages = removed.flatMap((feature) => feature.packages);
  const manifests = manifestPaths(tree).map((path) => {
    const before = tree.read(path)!;
    const after = isOfApp(path) ? withoutPackages(before, packages) : before;
    write(path, before, after);
    return after;
  });
  const catalog = tree.read(CATALOG) ?? "";
  write(CATALOG, catalog, withoutCatalogEntries(catalog, packages, manifests));
  return {
    command: "remove",
    subject: names.join("-"),
    input: { names },
    files,
    removals: [...gone].sort().map((path): Removal => ({ path, before: tree.read(path)! })),
    writesPages: true,
    next: ["pnpm install", referenceCommand(), snapshotCommand(), "pnpm check"],
    notes: [],
  };
}

function inUse({ path, line, text }: HandWritten): Problem {
  return {
    code: "FEATURE_IN_USE",
    arg: `${path}:${line}`,
    message: `${path}:${line} uses what is to be removed: ${text}`,
    fix: `Take the use out of line ${line} and run the command again.`,
  };
}

function chosen(names: readonly string[], all: readonly Feature[]): Feature[] {
  const known = all.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const problems = unknown.map((name): Problem => {
      const near = didYouMean(name, known);
      const message = `There is no feature "${name}".${near?.sentence ?? ` Features: ${known.join(", ")}.`}`;
      return { code: "FEATURE_UNKNOWN", arg: name, message, ...(near && instead(near.word)) };
    });
    throw new GeneratorError(2, problems);
  }
  const users = all.filter(({ name }) => !names.includes(name));
  const needed = users.flatMap(({ name, uses }) =>
    uses.filter((used) => names.includes(used)).map((used) => ({ name, used })),
  );
  if (needed.length > 0) {
    throw new GeneratorError(
      3,
      needed.map(({ name, used }) => ({
        code: "FEATURE_NEEDED",
        arg: used,
        message: `The feature "${name}" uses "${used}".`,
        fix: `pnpm plop remove ${[...new Set([...names, name])].join(" ")}`,
      })),
    );
  }
  return all.filter(({ name }) => names.includes(name));
}

/** Every file that is removed: those of the features, and what joins them with others. */
function goneFiles(
  tree: Tree,
  all: readonly Feature[],
  removed: readonly Feature[],
): ReadonlySet<string> {
  const names = removed.map(({ name }) => name);
  const joined = all.flatMap(({ name, joins = {} }) =>
    Object.entries(joins).flatMap(([other, files]) =>
      names.includes(name) || names.includes(other) ? files : [],
    ),
  );
  const decisions = tree
    .list(DECISIONS)
    .map((name) => `${DECISIONS}/${name}`)
    .filter((path) =>
      names.includes(/^Part of the feature `(\w+)`/m.exec(tree.read(path) ?? "")?.[1] ?? ""),
    );
  const listed = [
    ...removed.flatMap(({ files }) => files),
    ...joined,
    ...decisions,
    ...names.map(featureFile),
  ];
  return new Set(listed.flatMap((path) => filesAt(tree, path)));
}

/** Cuts the modules of the project. */
function cutterOf(tree: Tree, removed: readonly Feature[], isGone: (path: string) => boolean) {
  const exported = exportsOf(tree, manifestPaths(tree));
  const packages = removed.flatMap((feature) => feature.packages);
  const modules = new Set<string>();
  const tables = new Set<string>();
  for (const path of removed.flatMap(({ files }) => files)) {
    const inConvex = path.startsWith(`${layout.convex}/`) && path.endsWith(".ts");
    const name = inConvex ? path.slice(layout.convex.length + 1, -".ts".length) : "";
    if (inConvex && !name.includes("/")) modules.add(name);
    if (name.startsWith("tables/")) for (const table of tablesIn(tree, path)) tables.add(table);
  }
  const isRoute = isRouteOf(
    removed.flatMap(({ files }) => files.flatMap((path) => filesAt(tree, path))),
  );
  const isFunction = functionNames(tree, modules);
  const isPackage = (specifier: string) =>
    packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return (path: string, text: string) =>
    cutModule(path, text, {
      isRemoved: (specifier) =>
        isPackage(specifier) ? isOfApp(path) : resolveIn(exported, path, specifier).some(isGone),
      properties: { internal: modules, api: modules, components: mounted(tree, isPackage) },
      names: tables,
      isNamed: (text) => isFunction(text) || isRoute(text),
      takers,
    });
}

/** The components that the app mounts from packages, as `convex.config.ts` calls them. */
function mounted(tree: Tree, isPackage: (specifier: string) => boolean): ReadonlySet<string> {
  const { program } = moduleOf(tree, layout.components).source;
  return new Set(
    program.body.flatMap((node) =>
      node.type === "ImportDeclaration" && isPackage(node.source.value)
        ? node.specifiers.map(({ local }) => local.name)
        : [],
    ),
  );
}

/** The tables that a file of `convex/tables/` declares. */
function tablesIn(tree: Tree, path: string): string[] {
  const module = moduleOf(tree, path);
  const names = [...(tree.read(path) ?? "").matchAll(/export const (\w+Tables)\b/g)];
  return names.flatMap(([, name]) => keysOf(declared(module, name!)).names);
}
