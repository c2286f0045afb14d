// The functions that flows call, by their syntax: who may call them, how, and what comes back.
import type { CallExpression, Node } from "oxc-parser";
import { parseModule, lineOf } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { callOf, memberOf } from "../../repository/exported-calls.ts";
import { layout } from "../../repository/layout.ts";

export const methods = ["query", "mutation", "action"] as const;
/** How a client calls a function. */
export type Method = (typeof methods)[number];

/** A public function as flows call it. */
export interface CalledFunction {
  /** `admin/reports`. */
  module: string;
  name: string;
  method: Method;
  /** Whether it takes `paginationOpts`, and so returns a page. */
  isPaged: boolean;
  /** Whether it returns a list. */
  isList: boolean;
  /** The table of the id that it returns; null for another result. */
  idOf: string | null;
  /** Where it is: `path:line`. */
  place: string;
}

/** Why a function cannot be called by a generated flow. */
export type NotCallable = "unknown" | "internal" | "unread";

/**
 * Finds a function.
 * @param typed as a design names it: `tickets.create`, `admin/reports.total`
 */
export function functionAt(tree: Tree, typed: string): CalledFunction | NotCallable {
  const { module, name } = splitName(typed);
  const path = layout.backendModule(module);
  const text = tree.read(path);
  if (text === null || module === "" || name === "") return "unknown";
  const call = callOf(tree, { module, name });
  if (call === null) return new RegExp(`\\b${name}\\b`).test(text) ? "unread" : "unknown";
  const maker = nameOf(call.callee) ?? "";
  const method = methods.find((one) => one === maker);
  if (method === undefined) return maker.startsWith("internal") ? "internal" : "unread";
  const [options] = call.arguments;
  const returns = memberOf(options, "returns");
  return {
    ...{ module, name, method },
    isPaged: isPaged(memberOf(options, "args")),
    isList: returns !== null && isList(returns),
    idOf: returns && idOf(returns),
    place: `${path}:${lineOf(parseModule(path, text).code, call.start)}`,
  };
}

/** The module of a function, and its own name. */
export function splitName(typed: string): { module: string; name: string } {
  const dot = typed.lastIndexOf(".");
  return { module: typed.slice(0, Math.max(dot, 0)), name: typed.slice(dot + 1) };
}

/** A function as Convex names it: `tickets:create`. */
export function keyOf(typed: string): string {
  const { module, name } = splitName(typed);
  return `${module}:${name}`;
}

/** A function in code: `api.admin.reports.total`. */
export function referenceTo(typed: string): string {
  return `api.${typed.replaceAll("/", ".")}`;
}

/**
 * Lists the public functions of a module, in their order.
 * @returns as designs name them
 */
export function publicFunctions(tree: Tree, module: string): string[] {
  const path = layout.backendModule(module);
  const text = tree.read(path);
  if (text === null) return [];
  return parseModule(path, text).program.body.flatMap((statement) => {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : null;
    if (node?.type !== "VariableDeclaration") return [];
    return node.declarations.flatMap(({ id, init }) => {
      const call = init && unwrap(init);
      const isPublic =
        call?.type === "CallExpression" && methods.some((one) => one === nameOf(call.callee));
      return isPublic && id.type === "Identifier" ? [`${module}.${id.name}`] : [];
    });
  });
}

/**
 * Lists the modules of functions: not those that hold what modules share.
 * @returns their paths from the folder of functions, without ".ts"
 */
export function functionModules(tree: Tree, folder: string = layout.convex): string[] {
  return tree.list(folder).flatMap((entry) => {
    const path = `${folder}/${entry}`;
    if (entry.endsWith("/")) {
      const inside = path.slice(0, -1);
      return entry === "_generated/" || layout.shared.includes(inside as never)
        ? []
        : functionModules(tree, inside);
    }
    const isModule = /^\w+\.ts$/.test(entry);
    return isModule ? [path.slice(layout.convex.length + 1, -".ts".length)] : [];
  });
}

function isPaged(args: Node | null): boolean {
  if (args?.type !== "ObjectExpression") return false;
  return args.properties.some(
    (one) => one.type === "Property" && nameOf(one.key, one.computed) === "paginationOpts",
  );
}

function isList(returns: Node): boolean {
  if (returns.type !== "CallExpression" || returns.callee.type !== "MemberExpression") return false;
  const { object, property } = returns.callee;
  return nameOf(property) === "array" || (isMethodOf(returns) && isList(unwrap(object)));
}

/** `….max(10)`: what bounds a list, and what it is made of otherwise. */
function isMethodOf({ callee }: CallExpression): boolean {
  return callee.type === "MemberExpression" && callee.object.type === "CallExpression";
}

function idOf(returns: Node): string | null {
  const isId = returns.type === "CallExpression" && nameOf(returns.callee) === "zid";
  return isId ? stringValue(returns.arguments[0]) : null;
}

/** The codes of errors that callers may get. */
export function errorCodes(tree: Tree): string[] {
  const text = tree.read(layout.errors);
  if (text === null) return [];
  const source = parseModule(layout.errors, text);
  const lists = findAll(
    source,
    (node): node is Extract<Node, { type: "VariableDeclarator" }> =>
      node.type === "VariableDeclarator" &&
      node.id.type === "Identifier" &&
      node.id.name === "errorCodes",
  );
  const list = lists[0]?.init && unwrap(lists[0].init);
  return list?.type === "ArrayExpression"
    ? list.elements.flatMap((one) => stringValue(one) ?? [])
    : [];
}
