// Whether a name of the entity means something else in a generated file: what that file imports would be hidden
// by the variable that holds a row, or declared twice.
import { type Node, parseSync } from "oxc-parser";
import { walk } from "@groundwork/plop-engine/edit/syntax";
import type { EntityNames } from "./model/names.ts";

/** A file as it will be written. */
type Written = { path: string; text: string };

/**
 * Finds a file in which the name of a row means two things.
 * @param files what the entity has to itself
 * @param names of the entity; the shape of its rows has the name of one, and is meant to
 * @returns the path of the file, or null
 */
export function whereHidden(
  files: readonly Written[],
  names: Pick<EntityNames, "one" | "table">,
): string | null {
  const modules = files.filter(({ path }) => /\.tsx?$/.test(path));
  return modules.find((file) => isHidden(file, names))?.path ?? null;
}

function isHidden({ path, text }: Written, { one, table }: Parameters<typeof whereHidden>[1]) {
  const { program, errors } = parseSync(path, text, {
    sourceType: "module",
    showSemanticErrors: true,
  });
  if (errors.some(({ message }) => message.includes("already been declared"))) return true;
  const isImported = program.body.some(
    (node) =>
      node.type === "ImportDeclaration" &&
      node.source.value !== `@repo/validators/${table}` &&
      node.specifiers.some(({ local }) => local.name === one),
  );
  if (!isImported) return false;
  let isDeclared = false;
  walk(program, (node) => {
    if (node.type === "ImportDeclaration") return false;
    isDeclared ||= bindings(node).some((binding) => binds(binding, one));
    return !isDeclared;
  });
  return isDeclared;
}

/** The patterns by which a node declares variables. */
function bindings(node: Node): Node[] {
  if (node.type === "VariableDeclarator") return [node.id];
  if (!("params" in node) || !Array.isArray(node.params)) return [];
  return node.params as Node[];
}

function binds(pattern: Node, name: string): boolean {
  switch (pattern.type) {
    case "Identifier":
      return pattern.name === name;
    case "ObjectPattern":
      return pattern.properties.some((property) =>
        binds(property.type === "Property" ? property.value : property.argument, name),
      );
    case "ArrayPattern":
      return pattern.elements.some((element) => element !== null && binds(element, name));
    case "AssignmentPattern":
      return binds(pattern.left, name);
    case "RestElement":
      return binds(pattern.argument, name);
    default:
      return false;
  }
}
