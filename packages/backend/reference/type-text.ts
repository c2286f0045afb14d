// Arguments and return types, short: names of fields and of shared types. An editor shows the rest.
import type { Shape } from "./app-functions.ts";
import { type NamedTypes, nameOf } from "./named-types.ts";

/** Where a page links to for a type of `@repo/validators`. */
const VALIDATORS = "../../packages/validators/src";
/** An object with more fields than this, and without a name, is shown as `{ … }`. */
const FIELDS_SHOWN = 6;

/**
 * Names the arguments of a function.
 * @param args an object
 * @returns such as `id, title?`; empty when it takes none
 */
export function argumentsText(args: Shape): string {
  if (args.type !== "object") return "…";
  return Object.entries(args.value)
    .map(([name, { optional }]) => `${name}${optional ? "?" : ""}`)
    .join(", ");
}

/**
 * Writes what a function returns, as Markdown.
 * @param shape the validator; null when the function has none
 * @param types the names of shared types
 * @returns such as `` `Id<tasks>` ``, or a link for a shared type
 */
export function returnsText(shape: Shape | null, types: NamedTypes): string {
  if (shape === null) return "unchecked";
  const links: string[] = [];
  const text = typeText(shape, types, links);
  const [module] = links;
  return module === undefined ? `\`${text}\`` : `[\`${text}\`](${VALIDATORS}/${module}.ts)`;
}

/** Writes a type; `links` gets the modules that its names come from. */
function typeText(shape: Shape, types: NamedTypes, links: string[]): string {
  const named = nameOf(shape, types);
  if (named) {
    links.push(named.module);
    return named.name;
  }
  const inner = (part: Shape) => typeText(part, types, links);
  switch (shape.type) {
    case "object":
      return objectText(shape, inner);
    case "array":
      return shape.value.type === "union" && !isEnum(shape.value)
        ? `(${inner(shape.value)})[]`
        : `${inner(shape.value)}[]`;
    case "record":
      return `Record<string, ${inner(shape.values.fieldType)}>`;
    case "union":
      return isEnum(shape) ? "enum" : shape.value.map(inner).join(" or ");
    case "literal":
      return JSON.stringify(shape.value);
    case "id":
      return `Id<${shape.tableName}>`;
    default:
      return shape.type;
  }
}

function isEnum({ value }: Shape & { type: "union" }): boolean {
  return value.every(({ type }) => type === "literal");
}

function objectText(shape: Shape & { type: "object" }, inner: (part: Shape) => string): string {
  const page = shape.value.page?.fieldType;
  if (page?.type === "array" && shape.value.continueCursor) return `Page<${inner(page.value)}>`;
  const names = argumentsText(shape);
  const count = Object.keys(shape.value).length;
  return count === 0 ? "{}" : `{ ${count > FIELDS_SHOWN ? "…" : names} }`;
}
