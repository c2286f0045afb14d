// The functions of a backend: what makes them, who may call them, what they take and return.
import type { CallExpression, Node } from "oxc-parser";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { type FunctionKind, functionKinds } from "../../function/input.ts";
import { baseOf } from "../../repository/backend-modules.ts";
import { layout } from "../../repository/layout.ts";
import type { FieldsDesign, FunctionDesign } from "../design.ts";
import { constant, textAt } from "./syntax/constants.ts";
import { libraryFunction } from "./library-functions.ts";
import { type Module, type Place, placeText } from "./syntax/modules.ts";
import type { DescribedProject } from "./project.ts";
import { type Shape, typeText } from "./shapes/shape.ts";

/** Files of the folder of functions in which there are none for callers. */
const NO_FUNCTIONS =
  /(^|\/)(_generated\/|schema$|crons$|http$|convex\.config$|auth\.config$)|\.(test|d)$/;

const shared: ReadonlySet<string> = new Set(layout.shared);

/**
 * Reads every function.
 * @param rates of the rate limits, by which a limit of the function's own is named by its rate
 */
export function functionsOf(
  project: DescribedProject,
  rates: Readonly<Record<string, string | null>>,
): Record<string, FunctionDesign> {
  const found = modulesIn(project, project.folder).flatMap((path) => {
    const name = path.slice(project.folder.length + 1).replace(/\.[jt]s$/, "");
    const module = project.modules.at(path);
    return module === null ? [] : functionsIn(project, module, name, rates);
  });
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Lists the modules of the folder of functions, but for those of folders that hold what modules share.
 * @param pattern of their names; default: of those that may have functions
 */
export function modulesIn(project: DescribedProject, folder: string, pattern?: RegExp): string[] {
  const { tree, folder: root } = project;
  return tree.list(folder).flatMap((entry) => {
    const path = `${folder}/${entry}`;
    if (entry.endsWith("/")) {
      const inside = path.slice(0, -1);
      const isLeftOut = /^(_generated|node_modules)\/$/.test(entry) || shared.has(inside);
      return isLeftOut ? [] : modulesIn(project, inside, pattern);
    }
    const name = path.slice(root.length + 1).replace(/\.[jt]s$/, "");
    const isMeant = pattern?.test(entry) ?? (/\.[jt]s$/.test(entry) && !NO_FUNCTIONS.test(name));
    return isMeant ? [path] : [];
  });
}

function functionsIn(
  project: DescribedProject,
  module: Module,
  name: string,
  rates: Readonly<Record<string, string | null>>,
): [string, FunctionDesign][] {
  return exportsOf(module).flatMap(([exported, place]): [string, FunctionDesign][] => {
    const id = `${name}.${exported}`;
    const made = madeBy(project, place);
    const library = made === null ? libraryFunction(project.modules, exported, place) : null;
    const design =
      made !== null
        ? described(project, id, made, rates)
        : library && { kind: library.kind, ...accessSaid(project, library.access) };
    if (design === null) return [];
    project.found.add(["functions", id], placeText(place));
    return [[id, design]];
  });
}

/** What a module exports, with what it is declared as. */
function exportsOf(module: Module): [string, Place][] {
  return module.source.program.body.flatMap((statement): [string, Place][] => {
    if (statement.type === "ExportDefaultDeclaration")
      return [["default", { module, node: statement.declaration }]];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = statement;
    if (declaration?.type === "VariableDeclaration") {
      return declaration.declarations.flatMap(({ id, init: node }) =>
        node === null ? [] : namesIn(id).map((name): [string, Place] => [name, { module, node }]),
      );
    }
    return specifiers.flatMap(({ exported, local }): [string, Place][] => {
      const [name, own] = [nameOf(exported), nameOf(local)];
      const node = own === null ? undefined : module.declared.get(own);
      return name === null || node === undefined ? [] : [[name, { module, node }]];
    });
  });
}

/** The names that a declaration gives: one, or those that it takes out of an object. */
function namesIn(id: Node): string[] {
  if (id.type === "Identifier") return [id.name];
  if (id.type !== "ObjectPattern") return [];
  return id.properties.flatMap((property) =>
    property.type === "Property" && property.value.type === "Identifier" ? property.value.name : [],
  );
}

interface Made {
  kind: FunctionKind;
  /** The object that it takes; null for a handler alone. */
  options: Place | null;
}

/** The kind of a function by what makes it: a builder of the app, or Convex's own. */
function madeBy({ modules }: DescribedProject, place: Place): Made | null {
  const { module, node } = modules.settled(place);
  const call = unwrap(node);
  if (call.type !== "CallExpression") return null;
  const name = calleeOf(call);
  const kind = functionKinds.find((one) => one === name) ?? kindLike(name);
  const [first] = call.arguments;
  if (kind === null || first === undefined) return null;
  const options = modules.settled({ module, node: first });
  if (/Function|ArrowFunction/.test(options.node.type)) return { kind, options: null };
  return options.node.type === "ObjectExpression" ? { kind, options } : null;
}

function calleeOf({ callee }: CallExpression): string {
  const node = unwrap(callee);
  return node.type === "Identifier" ? node.name : "";
}

/** Builders of other projects are named after what they make: `authedQuery`, `adminMutation`. */
function kindLike(name: string): FunctionKind | null {
  const [, before = "", word = ""] = /^(.+)(Query|Mutation|Action)$/.exec(name) ?? [];
  if (word === "" || name.startsWith("use")) return null;
  const kind = before.toLowerCase().includes("internal") ? `internal${word}` : word.toLowerCase();
  return kind as FunctionKind;
}

function described(
  project: DescribedProject,
  id: string,
  { kind, options }: Made,
  rates: Readonly<Record<string, string | null>>,
): FunctionDesign {
  const { modules, shapes, found } = project;
  const at = (name: string) => (options === null ? null : modules.member(options, name));
  const [args, returns, access, limit, because] = [
    ...[at("args"), at("returns"), at("access"), at("rateLimit"), at("because")],
  ] as const;
  const shape = returns === null || returns === undefined ? null : shapes.of(returns);
  if (shape?.isLoose) found.addLoose(["functions", id, "returns"]);
  const fields = args ? argsOf(project, id, args) : {};
  const said = {
    rateLimit: limit ? limitText(textAt(modules, limit), id, rates) : null,
    because: because ? textAt(modules, because) : null,
  };
  return {
    kind,
    ...accessSaid(project, access ?? null),
    ...(Object.keys(fields).length > 0 && { args: fields }),
    ...returnsText(shape, id),
    ...(said.rateLimit !== null && { rateLimit: said.rateLimit }),
    ...(said.because !== null && { because: said.because }),
  };
}

function argsOf({ shapes, found }: DescribedProject, id: string, place: Place): FieldsDesign {
  const parts = [...shapes.parts(place)].filter(([name]) => name !== "paginationOpts");
  for (const [name, shape] of parts)
    if (shape.isLoose) found.addLoose(["functions", id, "args", name]);
  return Object.fromEntries(parts.map(([name, shape]) => [name, typeText(shape)]));
}

/** What a function returns; nothing where that is null, or not said. */
function returnsText(shape: Shape | null, id: string): Pick<FunctionDesign, "returns"> {
  if (shape === null || shape.base === "null") return {};
  if (shape.isPage) return { returns: "page" };
  const text = typeText(shape);
  const [module = ""] = id.split(".");
  const isRow = shape.base === "object" && shape.list === null && !shape.isNullable;
  const rows = baseOf(module).toLowerCase();
  const one = (shape.row ?? "").replace(/^public/, "").toLowerCase();
  if (
    isRow &&
    /^public[A-Z]/.test(shape.row ?? "") &&
    one !== "" &&
    rows.startsWith(one.slice(0, -1))
  )
    return { returns: "row" };
  return { returns: text.replace("?", "") };
}

function accessSaid(
  project: DescribedProject,
  place: Place | null,
): Pick<FunctionDesign, "access"> {
  const access = place === null ? null : accessText(project, place);
  return access === null ? {} : { access };
}

/** `notes.read`, `signedIn`, `public:<why>`. */
function accessText({ modules }: DescribedProject, place: Place): string | null {
  const text = textAt(modules, place);
  if (text !== null) return text;
  const { module, node } = modules.settled(place);
  if (node.type !== "CallExpression" || calleeOf(node) !== "publicAccess") return null;
  const why = node.arguments[0];
  const value = why === undefined ? "" : constant(modules, { module, node: why });
  return `public:${typeof value === "string" ? value : ""}`;
}

/** A limit of the function's own by its rate, another by its name. */
function limitText(
  name: string | null,
  id: string,
  rates: Readonly<Record<string, string | null>>,
): string | null {
  return name === id ? (rates[name] ?? name) : name;
}
