// Whether there is a place for an entity: its table, its modules, and its page with an address of its own. What
// is taken is read from the repository.
import { type EntityNames, entityNames } from "./model/names.ts";
import { posix } from "node:path";
import { whyTaken } from "../repository/backend-modules.ts";
import { namesOfLibraryTables } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import { shapesPath } from "../repository/shapes.ts";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { EntityInput } from "./input.ts";

/** The one table that is the template's own. As a name it is refused for other reasons too. */
export function ownedByTemplate({ name, plural }: EntityInput) {
  if (plural !== undefined || !/^users?$/i.test(name)) return null;
  return { names: null, problems: [ownedProblem(name)] };
}

function ownedProblem(arg: string): Problem {
  const message = `the template has "users" already: people with an account. Change packages/validators/src/accounts/users.ts.`;
  return { code: "ENTITY_OWNED", arg, message };
}

/** Where an entity is to go. */
interface Place {
  tree: Tree;
  input: EntityInput;
  /** The tables that the schema names. */
  tables: readonly string[];
}

/**
 * Says what stands where an entity is to go.
 * @param names of the entity
 * @param place the repository, what was asked for, and the tables that there are
 * @returns the problems, each with another plural that is free, where the name of the table is the trouble
 */
export function placeProblems(names: EntityNames, place: Place): Problem[] {
  const { input } = place;
  const arg = input.plural ?? input.name;
  if (names.table === "users") return [ownedProblem(arg)];
  const taken = takenBy(names, place);
  if (taken.length === 0) return [];
  const free = freePlural(names, place);
  const fix =
    free === null ? {} : instead(...(input.plural === undefined ? [arg, "--plural"] : []), free);
  return taken.map((problem) => ({ ...problem, arg, at: 0, ...fix }));
}

/** Another word for many, which nothing has. */
function freePlural({ one, table }: EntityNames, place: Place): string | null {
  const candidates = [`${one}List`, `${table}List`, `${one}Rows`];
  return (
    candidates.find((plural) => {
      const { names } = entityNames(place.input.name, plural);
      return (
        names !== null &&
        takenBy(names, { ...place, input: { ...place.input, plural } }).length === 0
      );
    }) ?? null
  );
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
  const differs = (other: string, name: string) =>
    other !== name && other.toLowerCase() === name.toLowerCase();
  const file = `${table}.ts`;
  const module = tree.list(layout.convex).find((other) => differs(other, file));
  const like = tables.find((other) => differs(other, table));
  const code = "NAME_TWIN";
  return [
    ...(module === undefined
      ? []
      : [
          {
            code,
            message: `there is a module ${module}, which some machines cannot tell from ${file}.`,
          },
        ]),
    ...(like === undefined
      ? []
      : [
          {
            code,
            message: `there is a table "${like}", which differs from "${table}" only in case.`,
          },
        ]),
  ];
}

/** A table of the name whose rows are called otherwise. */
function otherRows({ table, one }: EntityNames, { tree, input }: Place): Taken[] {
  if (input.plural === undefined) return [];
  const shapes = tree.read(shapesPath(tree, table)) ?? "";
  if (new RegExp(`\\b${one}Input\\b`).test(shapes)) return [];
  const message = `there is a table "${table}" already, and its rows are not called "${one}".`;
  return [{ code: "NAME_TAKEN", message }];
}

/** What has the name of the table and is none, and a table that a library brings. */
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

/** A page of the web app that has the address already. */
function takenAddress({ fileMany }: EntityNames, tree: Tree): Taken[] {
  const own = layout.webRoute(fileMany);
  const other = routesIn(tree, layout.routes).find(
    (path) => path !== own && addressOf(path) === `/${fileMany}`,
  );
  if (other === undefined) return [];
  return [{ code: "ROUTE_TAKEN", message: `${other} has the address /${fileMany} already.` }];
}

function routesIn(tree: Tree, folder: string): string[] {
  return tree.list(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    return name.endsWith("/") ? routesIn(tree, path.slice(0, -1)) : [path];
  });
}

/** The address of a page by its file: what starts with "_" is a layout, and a dot is a folder. */
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
