// The zod shape of a table's rows, found from the table, and edits of one of its fields.
import type { CallExpression, Node, ObjectExpression, ObjectProperty } from "oxc-parser";
import { findVariable } from "@groundwork/plop-engine/edit/anchors";
import { type Brackets, removeMember } from "@groundwork/plop-engine/edit/list";
import { moduleOf } from "@groundwork/plop-engine/edit/plain-data";
import { type Source, lineEnd, spliced } from "@groundwork/plop-engine/edit/source";
import { commentsIn, findAll, nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";
import { packageName } from "../repository/settings.ts";

/** The module that has the shape, and the object in it. */
export interface RowShape {
  path: string;
  /** The variable: `note`. */
  name: string;
  source: Source;
  object: ObjectExpression;
}

type Property = ObjectProperty;

/** A property of an object: patterns have some, too. */
function isProperty(node: Node): node is Property {
  return node.type === "Property" && node.kind === "init" && "value" in node;
}

/**
 * Finds the shape of a table's rows: what `zodToConvex` takes in the file of the table.
 * @param lines what a person has to do where the shape cannot be edited
 * @throws SHAPE_UNSUPPORTED (4) where the table is not made of one `z.object({ … })`
 */
export function rowShapeOf(tree: Tree, table: string, lines: string): RowShape {
  const files = tree.list(layout.tables("").replace(/\/\.ts$/, ""));
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const { source } = moduleOf(tree, layout.tables(file.replace(/\.ts$/, "")));
    const shape = shapeIn(source, table);
    if (shape === null) continue;
    const found = followed(tree, source, shape);
    if (found !== null) return found;
    throw refused(source.path, `the rows of "${table}" are not made of one z.object`, lines);
  }
  throw refused(layout.schema, `no file of convex/tables declares the table "${table}"`, lines);
}

/** The name of the shape that a table is made of. */
function shapeIn(source: Source, table: string): string | null {
  const properties = findAll(
    source,
    (node): node is Property =>
      isProperty(node) && nameOf(node.key, node.computed) === table && callsTable(node),
  );
  const [property] = properties;
  if (property === undefined) return null;
  const calls = callsIn(property, "zodToConvex");
  const argument = calls[0]?.arguments[0];
  return argument?.type === "Identifier" ? argument.name : "";
}

function callsTable(property: Property): boolean {
  return callsIn(property, "defineTable").length > 0;
}

function callsIn(root: Node, name: string): CallExpression[] {
  const found: CallExpression[] = [];
  const visit = (node: Node) => {
    if (node.type === "CallExpression") {
      if (node.callee.type === "Identifier" && node.callee.name === name) found.push(node);
      visit(node.callee);
      for (const argument of node.arguments) visit(argument);
    } else if (node.type === "MemberExpression") visit(node.object);
    else if (node.type === "Property") visit(node.value);
  };
  visit(root);
  return found;
}

/** The object of a shape that a file imports. */
function followed(tree: Tree, source: Source, name: string): RowShape | null {
  for (const statement of source.program.body) {
    if (statement.type !== "ImportDeclaration") continue;
    const specifier = statement.specifiers.find(({ local }) => local.name === name);
    const validators = `${packageName("validators")}/`;
    const { value } = statement.source;
    if (specifier?.type !== "ImportSpecifier" || !value.startsWith(validators)) continue;
    const path = layout.validators(value.slice(validators.length));
    const module = moduleOf(tree, path).source;
    const imported = nameOf(specifier.imported)!;
    const object = objectOf(findVariable(module, imported)?.init ?? null);
    return object && { path, name: imported, source: module, object };
  }
  return null;
}

/** The object of `z.object({ … })`. */
function objectOf(init: Node | null): ObjectExpression | null {
  const call = init && unwrap(init);
  if (call?.type !== "CallExpression" || call.callee.type !== "MemberExpression") return null;
  const { object, property } = call.callee;
  const isObject =
    object.type === "Identifier" && object.name === "z" && nameOf(property) === "object";
  const argument = isObject ? call.arguments[0] : undefined;
  const value = argument && unwrap(argument);
  return value?.type === "ObjectExpression" ? value : null;
}

/** A field of a shape; null when it has none of that name. */
export function fieldIn({ object }: RowShape, field: string): Property | null {
  const found = object.properties.find(
    (property) => property.type === "Property" && nameOf(property.key, property.computed) === field,
  );
  return found?.type === "Property" ? found : null;
}

/** The names of a shape's fields. */
export function fieldNames({ object }: RowShape): string[] {
  return object.properties.flatMap((property) =>
    property.type === "Property" ? (nameOf(property.key, property.computed) ?? []) : [],
  );
}

/** Where `.optional()` stands at the end of a field; null for a field that is required. */
function optionalCall(field: Property): { start: number; end: number } | null {
  const call = unwrap(field.value);
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return null;
  if (nameOf(call.callee.property) !== "optional" || call.arguments.length > 0) return null;
  return { start: call.callee.object.end, end: call.end };
}

/** Whether rows may lack a field. */
export function isOptional(field: Property): boolean {
  return optionalCall(field) !== null;
}

/** The module with a field that rows may lack. */
export function withOptional({ source }: RowShape, field: Property): string {
  const { end } = field.value;
  const text = field.shorthand ? `: ${nameOf(field.key)}.optional()` : ".optional()";
  return spliced(source, [{ start: end, end, text }]);
}

/** The module with a field that every row has. */
export function withRequired({ source }: RowShape, field: Property): string {
  const call = optionalCall(field);
  return call === null ? source.mark + source.code : spliced(source, [{ ...call, text: "" }]);
}

/** The module without a field and the remarks above it. */
export function withoutShapeField({ source, object }: RowShape, field: Property): string {
  const members = object.properties;
  const index = members.indexOf(field);
  const before = members[index - 1]?.end ?? object.start;
  const [remark] = commentsIn(source, lineEnd(source.code, before), field.start);
  const list: Brackets = { open: object.start, close: object.end - 1, members, kind: "object" };
  return spliced(source, removeMember(source, list, index, remark?.start ?? field.start));
}

function refused(path: string, why: string, lines: string): GeneratorError {
  const message = `cannot edit ${path}: ${why}.`;
  return new GeneratorError(4, { code: "SHAPE_UNSUPPORTED", arg: path, message, fix: lines });
}
