// Finds where a module uses what is removed: names that it imports from removed files, and names that Convex
// generates from them.
import type { Node } from "oxc-parser";
import type { Source } from "../edit/source.ts";
import { childrenOf, nameOf, stringValue } from "../edit/syntax.ts";

/** What counts as removed. */
export interface Wanted {
  /** Whether an import, by its specifier in the module at hand, leads to something that is removed. */
  isRemoved(specifier: string): boolean;
  /** Variable → properties of it that are no more: `internal` → `sources`. */
  properties?: Readonly<Record<string, ReadonlySet<string>>>;
  /** Texts that name something removed, as the first argument of a call or as the argument of a type. */
  names?: ReadonlySet<string>;
  /** The functions and types that take such a name: `zid`, `query`, `Doc`. */
  takers?: ReadonlySet<string>;
  /** Whether a text, wherever it stands, names something removed. An expression in a template reads "$". */
  isNamed?(text: string): boolean;
}

/** A use, with what is around it: the module first. */
export interface Spot {
  node: Node;
  parents: readonly Node[];
}

/** Whether a text may use what is removed. Most do not, and need not be parsed to see that. */
export function mentions(text: string, wanted: Wanted): boolean {
  const { isRemoved, properties = {}, names, isNamed } = wanted;
  for (const [, , literal = ""] of text.matchAll(/(["'`])([^"'`\n]+)\1/g)) {
    if (names?.has(literal) || isRemoved(literal)) return true;
    if (isNamed?.(literal.replaceAll(/\$\{[^}]*\}/g, "$"))) return true;
  }
  return Object.entries(properties).some(([variable, gone]) =>
    [...gone].some((name) => text.includes(`${variable}.${name}`)),
  );
}

/** The specifier of an import or of an export from another module; null for any other statement. */
export function specifierOf(node: Node): string | null {
  if (node.type === "ImportDeclaration") return node.source.value;
  const isExport = node.type === "ExportNamedDeclaration" || node.type === "ExportAllDeclaration";
  return isExport && node.source !== null ? node.source.value : null;
}

/**
 * Lists the uses, outside the imports themselves.
 * @param source the module
 * @param wanted what counts as removed
 */
export function usesIn(source: Source, wanted: Wanted): Spot[] {
  const names = importedNames(source, wanted);
  const spots: Spot[] = [];
  const visit = (node: Node, parents: readonly Node[]): void => {
    if (specifierOf(node) !== null) return;
    if (isUse(node, parents, names, wanted)) spots.push({ node, parents });
    for (const child of childrenOf(node)) visit(child, [...parents, node]);
  };
  visit(source.program, []);
  return spots;
}

function importedNames({ program }: Source, { isRemoved }: Wanted): ReadonlySet<string> {
  const names = program.body.flatMap((node) =>
    node.type === "ImportDeclaration" && isRemoved(node.source.value)
      ? node.specifiers.map(({ local }) => local.name)
      : [],
  );
  return new Set(names);
}

function isUse(
  node: Node,
  parents: readonly Node[],
  names: ReadonlySet<string>,
  wanted: Wanted,
): boolean {
  const parent = parents.at(-1);
  if (node.type === "Identifier" || node.type === "JSXIdentifier") {
    return names.has(node.name) && !isNameOfProperty(node, parent);
  }
  if (node.type === "MemberExpression" && node.object.type === "Identifier") {
    const gone = wanted.properties?.[node.object.name];
    return gone?.has(nameOf(node.property, node.computed) ?? "") ?? false;
  }
  const text = stringValue(node);
  if (wanted.isNamed?.(text ?? templateText(node) ?? "")) return true;
  if (text === null) return false;
  // Of `import("…")`, as an expression and as a type, and of a mock.
  const imports =
    parent?.type === "ImportExpression" || parent?.type === "TSImportType" || isPath(text);
  return (imports && wanted.isRemoved(text)) || isTaken(text, node, parents, wanted);
}

/** `${team}/tasks` → "$/tasks"; null for what is no template. */
function templateText(node: Node): string | null {
  if (node.type !== "TemplateLiteral") return null;
  return node.quasis.map(({ value }) => value.raw).join("$");
}

function isPath(text: string): boolean {
  return /^\.{1,2}\//.test(text);
}

/** `zid("sources")`, `db.query("sources")`, `Doc<"sources">`. */
function isTaken(
  text: string,
  node: Node,
  parents: readonly Node[],
  { names, takers }: Wanted,
): boolean {
  if (!names?.has(text)) return false;
  const [parent, grandparent] = [parents.at(-1), parents.at(-2)];
  if (parent?.type === "CallExpression" && parent.arguments[0] === node) {
    const { callee } = parent;
    const name = callee.type === "MemberExpression" ? nameOf(callee.property) : nameOf(callee);
    return takers?.has(name ?? "") ?? false;
  }
  if (parent?.type !== "TSLiteralType" || grandparent?.type !== "TSTypeParameterInstantiation")
    return false;
  const type = parents.at(-3);
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return false;
  return takers?.has(type.typeName.name) ?? false;
}

/** Whether a name is only that of a property: `row.rag`, `{ rag: 1 }`. */
function isNameOfProperty(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  if (parent.type === "MemberExpression") return parent.property === node && !parent.computed;
  if (parent.type === "Property")
    return parent.key === node && !parent.computed && !parent.shorthand;
  const isKey = "key" in parent && parent.key === node;
  return isKey && !("computed" in parent && parent.computed);
}
