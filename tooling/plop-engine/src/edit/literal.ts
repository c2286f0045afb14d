// Reads literals as the data that they stand for, from their syntax alone. What is no literal is the caller's to decide.
import type { Node } from "oxc-parser";
import { nameOf, unwrap } from "./syntax.ts";

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
