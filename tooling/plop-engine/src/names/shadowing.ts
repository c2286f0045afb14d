// Whether a name means two things in a module that a generator writes: an import that a variable of the same name
// hides, or one that is declared twice.
import { type Node, parseSync } from "oxc-parser";
import { walk } from "../edit/syntax.ts";

/**
 * Checks a module that is about to be written.
 * @param module its path and its text; a file that is no module passes
 * @param name the name of a variable that the module declares
 * @param meant the module from which an import of the name may be hidden
 * @returns whether the name is declared twice, or hides an import
 */
export function isShadowed(
  { path, text }: { path: string; text: string },
  name: string,
  meant: string,
): boolean {
  if (!/\.tsx?$/.test(path)) return false;
  const options = { sourceType: "module", showSemanticErrors: true } as const;
  const { program, errors } = parseSync(path, text, options);
  if (errors.some(({ message }) => message.includes("already been declared"))) return true;
  const isImported = program.body.some(
    (node) =>
      node.type === "ImportDeclaration" &&
      node.source.value !== meant &&
      node.specifiers.some(({ local }) => local.name === name),
  );
  if (!isImported) return false;
  let isDeclared = false;
  walk(program, (node) => {
    if (node.type === "ImportDeclaration") return false;
    isDeclared ||= patternsOf(node).some((pattern) => binds(pattern, name));
    return !isDeclared;
  });
  return isDeclared;
}

/** The patterns by which a node declares variables. */
function patternsOf(node: Node): Node[] {
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
