// Whether two texts are the same code, however each is laid out: by their syntax trees and their comments.
import { parseSync } from "oxc-parser";

type Value = unknown;
type Nodes = Record<string, Value>;

/**
 * Compares two pieces of code.
 * @param wrap makes a module of a piece: an element of an object is no module by itself
 * @returns also false when one of them does not parse
 */
export function isSameCode(one: string, other: string, wrap: (piece: string) => string): boolean {
  if (one === other) return contentOf(wrap(one)) !== null;
  const content = contentOf(wrap(one));
  return content !== null && content === contentOf(wrap(other));
}

/** The content of a module without positions, as text. Null when it does not parse. */
function contentOf(text: string): string | null {
  const { program, comments, errors } = parseSync("fragment.tsx", text, {
    sourceType: "module",
    preserveParens: false,
  });
  if (errors.length > 0) return null;
  const remarks = comments.map(({ type, value }) => [type, value.replace(/\s+/g, " ").trim()]);
  return JSON.stringify([plain(program), remarks]);
}

/** A node without its place and without what formatters choose. */
function plain(value: Value): Value {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return value.filter((node) => !isEmpty(node)).map(plain);
  if (value === null || typeof value !== "object") return value;
  const node = value as Nodes;
  switch (node.type) {
    case "Literal":
      return literal(node);
    case "TSParenthesizedType":
      return plain(node.typeAnnotation);
    case "TemplateElement":
      return ["template", JSON.stringify(node.value).replaceAll("\\r\\n", "\\n")];
    case "JSXElement":
    case "JSXFragment":
      return { ...members(node), children: childrenOf(node.children as Nodes[]) };
    case "Property":
      // A key reads the same with and without quotes.
      return { ...members(node), key: node.computed === true ? plain(node.key) : keyOf(node.key) };
    case "TSPropertySignature":
    case "TSMethodSignature":
      return { ...members(node), key: node.computed === true ? plain(node.key) : keyOf(node.key) };
    default:
      return members(node);
  }
}

function members(node: Nodes): Nodes {
  const kept = Object.entries(node).filter(([name]) => !places.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value)]));
}

/** Where a node stands, and how it is written. */
const places: readonly string[] = ["start", "end", "range", "loc", "raw", "hashbang"];

function literal(node: Nodes): Value {
  if (node.regex !== undefined) return ["pattern", plain(node.regex)];
  if (typeof node.bigint === "string") return ["bigint", node.bigint];
  return ["literal", node.value as Value];
}

function keyOf(key: Value): Value {
  const { type, name, value } = key as Nodes;
  if (type === "Identifier") return ["key", name];
  return type === "Literal" && typeof value === "string" ? ["key", value] : plain(key);
}

/** The children of an element: text as one word after the other, whatever lines it is broken into. */
function childrenOf(children: readonly Nodes[]): Value[] {
  const found: Value[] = [];
  let text = "";
  const endText = () => {
    const said = text.replace(/\s+/g, " ").trim();
    if (said !== "") found.push(["text", said]);
    text = "";
  };
  for (const child of children) {
    const { value } = (child.expression ?? {}) as Nodes;
    if (child.type === "JSXText") text += String(child.value);
    else if (child.type === "JSXExpressionContainer" && value === " ") text += " ";
    else {
      endText();
      found.push(plain(child));
    }
  }
  endText();
  return found;
}

/** A semicolon by itself. */
function isEmpty(node: Value): boolean {
  return (node as Nodes | null)?.type === "EmptyStatement";
}
