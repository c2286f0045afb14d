// Finds the list that an edit belongs in: an object or array that a known call takes or a known
// variable holds. It uses what a name is imported or declared as, never how the text looks.
import type {
  ArrayExpression,
  CallExpression,
  Expression,
  Node,
  ObjectExpression,
  VariableDeclarator,
} from "oxc-parser";
import type { Fragment } from "../plan.ts";
import { unsupported } from "./refusal.ts";
import type { Source } from "./source.ts";
import { findAll, nameOf, stringValue, unwrap } from "./syntax.ts";

/**
 * An anchor by the function that takes the object, or by the variable that holds the list. With `at`, the list is
 * a property of the object.
 */
export type Anchor =
  | { call: string; from?: string; holds: "object"; at?: string }
  | { variable: string; holds: "object" | "array" };

export type List = ObjectExpression | ArrayExpression;

/**
 * Finds the list of an anchor.
 * @param fragment what is to be added, named in the refusal
 * @throws SHAPE_UNSUPPORTED (4) naming what was found instead
 */
export function findList(source: Source, anchor: Anchor, fragment: Fragment): List {
  if ("call" in anchor) {
    const call = findCall(source, anchor, fragment);
    const [argument] = call.arguments;
    const what = `the argument of ${anchor.call}()`;
    if (argument === undefined) throw unsupported(source, `${what} is missing`, fragment, call);
    const list = asList(source, argument, { what, holds: anchor.holds, fragment });
    return anchor.at === undefined ? list : memberList(source, list, anchor.at, fragment);
  }
  const what = `"${anchor.variable}"`;
  const variable = findVariable(source, anchor.variable);
  if (!variable?.init) {
    throw unsupported(source, `there is no ${what} at the top of the module`, fragment);
  }
  return asList(source, variable.init, { what, holds: anchor.holds, fragment });
}

/** The object that a property of another object holds. */
function memberList(source: Source, list: List, name: string, fragment: Fragment): List {
  const members = list.type === "ObjectExpression" ? list.properties : [];
  const member = members.find((one) => one.type === "Property" && nameOf(one.key) === name);
  const what = `"${name}"`;
  if (member?.type !== "Property") throw unsupported(source, `${what} is missing`, fragment, list);
  return asList(source, member.value, { what, holds: "object", fragment });
}

/** Finds a variable that is declared at the top level and never reassigned. */
export function findVariable(source: Source, name: string): VariableDeclarator | null {
  for (const statement of source.program.body) {
    const declaration =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") continue;
    const found = declaration.declarations.find(
      ({ id }) => id.type === "Identifier" && id.name === name,
    );
    if (found !== undefined) return found;
  }
  return null;
}

interface Wanted {
  what: string;
  holds: "object" | "array";
  fragment: Fragment;
}

function asList(source: Source, expression: Node, wanted: Wanted): List {
  const { what, holds, fragment } = wanted;
  const node = unwrap(expression);
  if (holds === "object" && node.type === "ObjectExpression") return node;
  if (holds === "array" && node.type === "ArrayExpression") return node;
  if (node.type === "Identifier") {
    const variable = findVariable(source, node.name);
    // Aliases are not followed: the list has to be at most one step away.
    const value = variable?.init && unwrap(variable.init);
    if (value && value.type !== "Identifier") return asList(source, value, wanted);
  }
  const name = holds === "object" ? "an object literal" : "an array literal";
  throw unsupported(source, `${what} is not ${name}`, fragment, expression);
}

function findCall(
  source: Source,
  { call: name, from }: Extract<Anchor, { call: string }>,
  fragment: Fragment,
): CallExpression {
  const isWanted = calleeTest(source, name, from);
  if (isWanted === null) {
    const where = from === undefined ? "imported or declared" : `imported from "${from}"`;
    throw unsupported(source, `${name} is not ${where}`, fragment);
  }
  const calls = findAll(
    source,
    (node): node is CallExpression => node.type === "CallExpression" && isWanted(node.callee),
  );
  if (calls.length === 0) throw unsupported(source, `${name}() is not called`, fragment);
  if (calls.length > 1) {
    throw unsupported(source, `${name}() is called ${calls.length} times`, fragment, calls[1]);
  }
  return calls[0]!;
}

/** The local name of the function; null when the module neither imports nor declares it. */
function calleeTest(
  { program }: Source,
  name: string,
  from: string | undefined,
): ((callee: Expression) => boolean) | null {
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    if (from !== undefined && statement.source.value !== from) continue;
    for (const specifier of statement.specifiers) {
      const local = specifier.local.name;
      if (specifier.type === "ImportSpecifier" && nameOf(specifier.imported) === name) {
        return (callee) => isName(callee, local);
      }
      if (specifier.type === "ImportNamespaceSpecifier" && from !== undefined) {
        return (callee) => isMember(callee, local, name);
      }
    }
  }
  const isDeclared = from === undefined && program.body.some((node) => declares(node, name));
  return isDeclared ? (callee) => isName(callee, name) : null;
}

function isName(node: Expression, name: string): boolean {
  const inner = unwrap(node);
  return inner.type === "Identifier" && inner.name === name;
}

function isMember(node: Expression, object: string, name: string): boolean {
  const inner = unwrap(node);
  if (inner.type !== "MemberExpression" || !isName(inner.object, object)) return false;
  const { property } = inner;
  return inner.computed
    ? stringValue(property) === name
    : property.type === "Identifier" && property.name === name;
}

function declares(statement: Node, name: string): boolean {
  const declaration =
    statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  if (declaration?.type === "FunctionDeclaration") return declaration.id?.name === name;
  if (declaration?.type !== "VariableDeclaration") return false;
  return declaration.declarations.some(({ id }) => id.type === "Identifier" && id.name === name);
}
