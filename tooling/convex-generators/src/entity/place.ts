// Checks whether an entity has a place: a table, modules and an address that are not taken.
import { posix } from "node:path";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { whyTaken } from "../repository/backend-modules.ts";
import { namesOfLibraryTables } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import { shapesPath } from "../repository/shapes.ts";
import type { EntityInput } from "./input.ts";
import { type EntityNames, entityNames } from "./model/names.ts";

/** Refuses `user`, which has other faults as a name, too. */
export function ownedByTemplate({ name, plural }: EntityInput) {
  if (plural !== undefined || !/^users?$/i.test(name)) return null;
  return { names: null, problems: [ownedProblem(name)] };
}

function ownedProblem(arg: string): Problem {
  const message = `the template already has "users": people with an account. Edit packages/validators/src/accounts/users.ts.`;
  return { code: "ENTITY_OWNED", arg, message };
}

interface Place {
  tree: Tree;
  input: EntityInput;
  /** The tables of the schema. */
  tables: readonly string[];
}

/**
 * Finds what takes the place of an entity.
 * @returns the problems; where the table's name is taken, with a plural that is free
 */
export function placeProblems(names: EntityNames, place: Place): Problem[] {
  const { name, plural } = place.input;
  const arg = plural ?? name;
  if (names.table === "users") return [ownedProblem(arg)];
  const taken = takenBy(names, place);
  const free = taken.length === 0 ? undefined : freePlural(names, place);
  const words = plural === undefined ? [arg, "--plural"] : [];
  const fixed = free === undefined ? {} : instead(...words, free);
  return taken.map((problem) => ({ ...problem, arg, at: 0, ...fixed }));
}

/** Another plural, which nothing takes. */
function freePlural({ one, table }: EntityNames, place: Place): string | undefined {
  return [`${one}List`, `${table}List`, `${one}Rows`].find((plural) => {
    const input = { ...place.input, plural };
    const { names } = entityNames(input.name, plural);
    return names !== null && takenBy(names, { ...place, input }).length === 0;
  });
}

type Taken = Pick<Problem, "code" | "message">;

function takenBy(names: EntityNames, place: Place): Taken[] {
  const { table } = names;
  const { tree, input, tables } = place;
  const why = whyTaken(tree, table);
  if (why !== null) return [{ code: "NAME_RESERVED", message: `"${table}" ${why}.` }];
  return [
    ...twins(table, place),
    ...(tables.includes(table) ? otherRows(names, place) : takenFiles(names, place)),
    ...(input.web === true ? takenAddress(names, tree) : []),
  ];
}

/** Names that differ from the table's in their case only. */
function twins(table: string, { tree, tables }: Place): Taken[] {
  const twinOf = (name: string, others: readonly string[]) =>
    others.filter((one) => one !== name && one.toLowerCase() === name.toLowerCase()).slice(0, 1);
  const file = `${table}.ts`;
  return [
    ...twinOf(file, tree.list(layout.convex)).map(
      (module) => `there is a module ${module}, which some machines cannot tell from ${file}.`,
    ),
    ...twinOf(table, tables).map(
      (other) => `there is a table "${other}", which differs from "${table}" only in case.`,
    ),
  ].map((message) => ({ code: "NAME_TWIN", message }));
}

/** A table of the name with other rows. */
function otherRows({ table, one }: EntityNames, { tree, input }: Place): Taken[] {
  if (input.plural === undefined) return [];
  const shapes = tree.read(shapesPath(tree, table)) ?? "";
  if (new RegExp(`\\b${one}Input\\b`).test(shapes)) return [];
  const message = `there is a table "${table}" already, but its rows are not called "${one}".`;
  return [{ code: "NAME_TAKEN", message }];
}

/** Files of the table's name that belong to no table, and a table that a library brings. */
function takenFiles({ table, fileMany }: EntityNames, { tree, input }: Place): Taken[] {
  if (namesOfLibraryTables(tree).includes(table)) {
    const message = `a library that ${layout.schema} takes tables from has a table "${table}", which this one would replace.`;
    return [{ code: "NAME_TAKEN", message }];
  }
  const own = [layout.backendModule, layout.validators, layout.tables, layout.accessOf];
  const files = own.map((pathOf) => pathOf(table)).filter((path) => tree.read(path) !== null);
  const folder = layout.webFolder(fileMany);
  const isInWay = input.web === true && tree.list(folder).length > 0;
  return [...files, ...(isInWay ? [`${folder}/`] : [])].map((path) => ({
    code: "MODULE_EXISTS",
    message: `there is ${path} already, which is not of a table "${table}".`,
  }));
}

/** A page with the same address. */
function takenAddress({ fileMany }: EntityNames, tree: Tree): Taken[] {
  const own = [false, true].map((isOfTeam) => layout.webRoute(fileMany, isOfTeam));
  const addresses = own.map(addressOf);
  const other = routesIn(tree, layout.routes).find(
    (path) => !own.includes(path) && addresses.includes(addressOf(path)),
  );
  if (other === undefined) return [];
  const message = `${other} already has the address ${addressOf(other)}.`;
  return [{ code: "ROUTE_TAKEN", message }];
}

function routesIn(tree: Tree, folder: string): string[] {
  return tree.list(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    return name.endsWith("/") ? routesIn(tree, path.slice(0, -1)) : [path];
  });
}

/** The address of a route file: a part that starts with "_" is a layout, and a dot separates parts. */
function addressOf(path: string): string {
  const parts = path
    .slice(layout.routes.length + 1)
    .replace(/(\.lazy)?\.tsx?$/, "")
    .split(/[/.]/);
  const shown = parts.filter(
    (part) => !part.startsWith("_") && part !== "index" && part !== "route",
  );
  return `/${shown.map((part) => part.replace(/_$/, "")).join("/")}`;
}
