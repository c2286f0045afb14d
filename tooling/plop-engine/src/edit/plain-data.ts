// Reads what a module says as plain data, from its syntax alone: nothing is run. For `valueOf`, a record that it imports
// from another file of the repository, or spreads, counts as if it stood there; `literalOf` leaves that to its caller.
import { posix } from "node:path";
import type { Node } from "oxc-parser";
import { type Source, lineOf, parseModule } from "./source.ts";
import { findAll, nameOf, unwrap } from "./syntax.ts";
import { GeneratorError, type Tree } from "../plan.ts";

/** A module, and the repository in which its imports are followed. */
export interface Module {
  tree: Tree;
  source: Source;
}

/** An expression, and the module whose names it goes by. */
export interface Place {
  module: Module;
  node: Node;
}

/**
 * Parses a module of the repository.
 * @throws FILE_MISSING or SYNTAX_ERROR (4)
 */
export function moduleOf(tree: Tree, path: string): Module {
  const text = tree.read(path);
  if (text !== null) return { tree, source: parseModule(path, text) };
  throw new GeneratorError(4, {
    code: "FILE_MISSING",
    arg: path,
    message: `there is no ${path} to read.`,
    fix: "Restore it, or run `pnpm plop doctor`.",
  });
}

/**
 * Finds what a variable at the top of a module is declared as, there or in the file that it comes from.
 * @throws SHAPE_UNSUPPORTED (4) when neither is to be found
 */
export function declared(module: Module, name: string): Place {
  const found = find(module, name);
  if (found !== null) return found;
  throw unreadable(module, `there is no "${name}" at the top of the module`);
}

function find(module: Module, name: string): Place | null {
  for (const statement of module.source.program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (node?.type === "ImportDeclaration") {
      const names = node.specifiers.filter(({ local }) => local.name === name);
      const [specifier] = names;
      const from = specifier && fileOf(module, node.source.value);
      if (from && specifier.type === "ImportSpecifier")
        return find(from, nameOf(specifier.imported)!);
    }
    if (node?.type !== "VariableDeclaration") continue;
    const found = node.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
    if (found?.init) return { module, node: found.init };
  }
  return null;
}

/** The file of the repository that a relative import leads to; null for one of a package, or none. */
function fileOf({ tree, source }: Module, specifier: string): Module | null {
  if (!specifier.startsWith(".")) return null;
  const path = posix.join(posix.dirname(source.path), specifier.replace(/\.[jt]s$/, ""));
  const text = tree.read(`${path}.ts`);
  return text === null ? null : { tree, source: parseModule(`${path}.ts`, text) };
}

/**
 * Finds what the one call of a function takes.
 * @throws SHAPE_UNSUPPORTED (4)
 */
export function argumentOf(module: Module, name: string): Place {
  const calls = findAll(
    module.source,
    (node): node is Extract<Node, { type: "CallExpression" }> =>
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      node.callee.name === name,
  );
  const [call] = calls;
  if (call === undefined || calls.length > 1 || call.arguments[0] === undefined) {
    throw unreadable(module, `${name}({ … }) is not called exactly once`, call);
  }
  const node = unwrap(call.arguments[0]);
  return node.type === "Identifier" ? declared(module, node.name) : { module, node };
}

/** The keys of an object. */
export interface Keys {
  names: string[];
  /** Whether there may be more: it spreads what is made elsewhere. */
  isOpen: boolean;
}

/**
 * Lists the keys of an object, those of records that it spreads among them.
 * @throws SHAPE_UNSUPPORTED (4) when it is none
 */
export function keysOf({ module, node: expression }: Place): Keys {
  const node = unwrap(expression);
  if (node.type !== "ObjectExpression") throw unreadable(module, "an object is expected", node);
  const keys: Keys = { names: [], isOpen: false };
  for (const property of node.properties) {
    if (property.type === "Property") {
      const name = nameOf(property.key, property.computed);
      if (name !== null) keys.names.push(name);
      continue;
    }
    const spread = unwrap(property.argument);
    const record = spread.type === "Identifier" ? find(module, spread.name) : null;
    const isRecord = record !== null && unwrap(record.node).type === "ObjectExpression";
    const more = isRecord ? keysOf(record) : { names: [], isOpen: true };
    keys.names.push(...more.names);
    keys.isOpen ||= more.isOpen;
  }
  return keys;
}

/**
 * Reads plain data: texts, numbers, booleans, arrays and objects of them.
 * @throws SHAPE_UNSUPPORTED (4) for anything else
 */
export function valueOf({ module, node: expression }: Place): unknown {
  return literalOf(expression, {
    otherwise: (node) => {
      if (node.type === "SpreadElement") return valueOf({ module, node: node.argument });
      if (node.type === "Identifier") return valueOf(declared(module, node.name));
      const why = node.type === "ArrayExpression" ? "a hole is no data" : "this is not plain data";
      throw unreadable(module, why, node);
    },
  });
}

/** The keys and indexes that lead to a value; empty for the whole. */
type Path = readonly (string | number)[];

export interface LiteralReader {
  /**
   * Gives the value of what is no literal: a variable, a call, a hole in an array. For a spread, the value that is
   * spread; for a property whose key is no name, nothing counts. Throws, or returns what stands for it.
   * @param path where it would be
   */
  otherwise(node: Node, path: Path): unknown;
  /** Is called with each value, before those inside it; for a key that is written twice, with both. */
  found?(path: Path, value: Node, key: Node | null): void;
}

/**
 * Reads a literal: a text, a number, true, false, null, an array or an object, without the types around it.
 * @param expression its syntax
 * @param reader decides what is no literal
 * @returns the data
 */
export function literalOf(expression: Node, reader: LiteralReader): unknown {
  return valueAt(expression, reader, [], null);
}

function valueAt(expression: Node, reader: LiteralReader, path: Path, key: Node | null): unknown {
  const node = unwrap(expression);
  reader.found?.(path, node, key);
  switch (node.type) {
    case "Literal":
      return "regex" in node || "bigint" in node ? reader.otherwise(node, path) : node.value;
    case "TemplateLiteral": {
      const [text, ...more] = node.quasis;
      return more.length === 0 ? text!.value.cooked : reader.otherwise(node, path);
    }
    case "UnaryExpression": {
      const number = unwrap(node.argument);
      const isNumber = number.type === "Literal" && typeof number.value === "number";
      return isNumber && node.operator === "-"
        ? -(number.value as number)
        : reader.otherwise(node, path);
    }
    case "ArrayExpression":
      return node.elements.flatMap((element, index) => {
        if (element === null) return [reader.otherwise(node, path)];
        if (element.type === "SpreadElement") return reader.otherwise(element, path) ?? [];
        return [valueAt(element, reader, [...path, index], null)];
      });
    case "ObjectExpression":
      return Object.fromEntries(
        node.properties.flatMap((property): [string, unknown][] => {
          if (property.type === "SpreadElement") {
            return Object.entries((reader.otherwise(property, path) as object | undefined) ?? {});
          }
          const name = nameOf(property.key, property.computed);
          if (name !== null) {
            return [[name, valueAt(property.value, reader, [...path, name], property.key)]];
          }
          reader.otherwise(property, path);
          return [];
        }),
      );
    default:
      return reader.otherwise(node, path);
  }
}

function unreadable({ source }: Module, why: string, at?: Node): GeneratorError {
  const line = at === undefined ? "" : ` (line ${lineOf(source.code, at.start)})`;
  return new GeneratorError(4, {
    code: "SHAPE_UNSUPPORTED",
    arg: source.path,
    message: `cannot read ${source.path}: ${why}${line}.`,
    fix: "Write it as plain data, as in the template. `pnpm plop doctor` lists such places.",
  });
}
