// Walking a syntax tree, and the few questions that all edits ask of it.
import { type Comment, type Node, visitorKeys } from "oxc-parser";
import type { Source } from "./source.ts";

/**
 * Visits a node and all nodes inside it, in the order of the text.
 * @param visit returns false to skip the nodes inside the node
 * @param inside which of the nodes inside a node to visit; default: all of them
 */
export function walk(
  node: Node,
  visit: (node: Node) => boolean | void,
  inside: (node: Node) => Node[] = childrenOf,
): void {
  if (visit(node) === false) return;
  for (const child of inside(node)) walk(child, visit, inside);
}

/** The nodes directly inside a node. */
export function childrenOf(node: Node): Node[] {
  const record = node as unknown as Record<string, Node | (Node | null)[] | null | undefined>;
  const children: Node[] = [];
  const add = (child: Node | null | undefined) => {
    if (typeof child?.type === "string") children.push(child);
  };
  for (const key of visitorKeys[node.type] ?? []) {
    const value = record[key];
    if (Array.isArray(value)) value.forEach(add);
    else add(value);
  }
  return children;
}

/** Every node of the module that satisfies a predicate. */
export function findAll<Found extends Node>(
  source: Source,
  matches: (node: Node) => node is Found,
): Found[] {
  const found: Found[] = [];
  walk(source.program, (node) => {
    if (matches(node)) found.push(node);
  });
  return found;
}

/** What an expression is of, without the parentheses and TypeScript remarks around it. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return unwrap(node.expression);
    default:
      return node;
  }
}

/** The text of a string literal; null for every other node. */
export function stringValue(node: Node | null | undefined): string | null {
  return node?.type === "Literal" && typeof node.value === "string" ? node.value : null;
}

/** The name that a property, import or export goes by; null when it is computed at run time. */
export function nameOf(key: Node, isComputed = false): string | null {
  if (key.type === "Identifier" && !isComputed) return key.name;
  return stringValue(unwrap(key));
}

/** The comments that lie wholly within a range. */
export function commentsIn(source: Source, start: number, end: number): readonly Comment[] {
  return source.comments.filter((comment) => comment.start >= start && comment.end <= end);
}

/**
 * Finds a character outside comments, in a range that holds no other nodes.
 * @returns its offset, or -1
 */
export function findMark(source: Source, mark: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const comment = source.comments.find((comment) => comment.start <= at && at < comment.end);
    if (comment !== undefined) at = comment.end;
    else if (source.code[at] === mark) return at;
    else at++;
  }
  return -1;
}

/** The names that the top of a module declares: imports, variables, functions, classes, types. */
export function declaredNames(source: Source): Set<string> {
  const names = new Set<string>();
  for (const statement of source.program.body) {
    if (statement.type === "ImportDeclaration") {
      for (const { local } of statement.specifiers) names.add(local.name);
      continue;
    }
    const declaration = "declaration" in statement ? statement.declaration : statement;
    if (declaration?.type === "VariableDeclaration") {
      for (const { id } of declaration.declarations) {
        walk(id, (node) => {
          if (node.type === "Identifier") names.add(node.name);
        });
      }
    } else if (declaration && "id" in declaration && declaration.id?.type === "Identifier") {
      names.add(declaration.id.name);
    }
  }
  return names;
}

/** Whether anything but an import mentions a variable. Properties with that name do not count. */
export function refersTo(source: Source, name: string): boolean {
  let isFound = false;
  for (const statement of source.program.body) {
    if (statement.type === "ImportDeclaration") continue;
    walk(
      statement,
      (node) => {
        if (node.type === "Identifier" && node.name === name) isFound = true;
        if (node.type === "JSXIdentifier" && node.name === name) isFound = true;
        return !isFound;
      },
      referencesIn,
    );
  }
  return isFound;
}

/** The nodes inside a node that may mention a variable: names of properties cannot. */
function referencesIn(node: Node): Node[] {
  const isPlain =
    !("computed" in node && node.computed) && !("shorthand" in node && node.shorthand);
  return childrenOf(node).filter((child) => {
    if (node.type === "JSXAttribute") return child !== node.name;
    if (!isPlain) return true;
    if ("property" in node && node.property === child) return false;
    return !("key" in node && node.key === child);
  });
}
