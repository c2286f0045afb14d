// The navigation of the web app: an entry of its `<nav>`, and the route in the type of `to`.
import type { JSXElement, Node, TSPropertySignature } from "oxc-parser";
import type { Fragment } from "../model.ts";
import type { FragmentEditor } from "./editor.ts";
import { setIn, setOut } from "./indent.ts";
import { PRINT_WIDTH } from "./list.ts";
import { unsupported } from "./refusal.ts";
import { type Source, indentAt, lineEnd, lineStart, parseModule, spliced } from "./source.ts";
import { findAll, stringValue, walk } from "./syntax.ts";
import { isSameCode } from "./same-code.ts";

const wrap = (text: string) => `(<>\n${text}\n</>);`;

/**
 * A child of `<nav>`, by the route that its `to` names. One that everybody sees goes before those at the
 * end that only some do, so that the places of pages are the same for all; another goes last.
 */
export const navItemEditor: FragmentEditor = {
  isSame: (one, other) => isSameCode(one, other, wrap),

  has(path, text, fragment) {
    const source = parseModule(path, text);
    return entryOf(navOf(source, fragment), fragment.key) !== null;
  },

  add(path, text, fragment) {
    const source = parseModule(path, text);
    const { code, style } = source;
    const nav = navOf(source, fragment);
    const last = entryBefore(nav, fragment);
    const outer = indentAt(code, nav.start);
    const indent =
      last && isFirstOnLine(source, last) ? indentAt(code, last.start) : outer + style.unit;
    const entry = style.eol + indent + setIn(fragment.text, indent, style, wrap);
    const at = last ? textEnd(source, last) : nav.openingElement.end;
    const next = entriesOf(nav).find(({ start }) => start >= at);
    const end = next?.start ?? nav.closingElement!.start;
    const isSameLine = !code.slice(at, end).includes("\n");
    const close = isSameLine ? style.eol + (next ? indent : outer) : "";
    return spliced(source, [{ start: at, end: isSameLine ? end : at, text: entry + close }]);
  },

  read(path, text, fragment) {
    const source = parseModule(path, text);
    const entry = entryOf(navOf(source, fragment), fragment.key);
    if (entry === null) return null;
    return setOut(
      source.code.slice(entry.start, entry.end),
      indentAt(source.code, entry.start),
      wrap,
    );
  },

  remove(path, text, fragment) {
    const source = parseModule(path, text);
    const { code } = source;
    const entry = entryOf(navOf(source, fragment), fragment.key);
    if (entry === null) return text;
    const isAlone =
      isFirstOnLine(source, entry) && code.slice(entry.end, lineEnd(code, entry.end)).trim() === "";
    const start = isAlone
      ? lineEnd(code, lineStart(code, lineStart(code, entry.start) - 1))
      : entry.start;
    return spliced(source, [{ start, end: entry.end, text: "" }]);
  },
};

/** A member of the union that `to` may be, by the route: in order where they are, else at the end. */
export const navRouteEditor: FragmentEditor = {
  isSame: (one, other) => isSameCode(one, other, (text) => `type T = ${text};`),

  has(path, text, fragment) {
    return routesOf(typeOfTo(parseModule(path, text), fragment)).includes(fragment.key);
  },

  add(path, text, fragment) {
    const source = parseModule(path, text);
    const type = typeOfTo(source, fragment);
    const quote = source.code[type.typeAnnotation!.typeAnnotation.end - 1]!;
    const known = routesOf(type);
    const isOrdered = known.every((route, index) => index === 0 || known[index - 1]! < route);
    const next = isOrdered ? known.findIndex((route) => route > fragment.key) : -1;
    const at = next === -1 ? known.length : next;
    const routes = writtenRoutes(source, type).toSpliced(at, 0, quote + fragment.key + quote);
    return rewritten(source, type, routes);
  },

  read(path, text, fragment) {
    const type = typeOfTo(parseModule(path, text), fragment);
    return routesOf(type).includes(fragment.key) ? JSON.stringify(fragment.key) : null;
  },

  remove(path, text, fragment) {
    const source = parseModule(path, text);
    const type = typeOfTo(source, fragment);
    const at = routesOf(type).indexOf(fragment.key);
    return at === -1 ? text : rewritten(source, type, writtenRoutes(source, type).toSpliced(at, 1));
  },
};

function navOf(source: Source, fragment: Fragment): JSXElement {
  const found = findAll(source, (node): node is JSXElement => {
    if (node.type !== "JSXElement") return false;
    const { name } = node.openingElement;
    return name.type === "JSXIdentifier" && name.name === "nav";
  });
  if (found.length !== 1) {
    const what = found.length === 0 ? "there is no <nav>" : `there are ${found.length} <nav>`;
    throw unsupported(source, what, fragment, found[1]);
  }
  const nav = found[0]!;
  if (!nav.closingElement) throw unsupported(source, "its <nav> has no children", fragment, nav);
  return nav;
}

/** The children that are more than the space between them. */
function entriesOf(nav: JSXElement): Node[] {
  return nav.children.filter((child) => child.type !== "JSXText" || child.value.trim() !== "");
}

/** The child that a new one follows, or undefined when it is to be the first. */
function entryBefore(nav: JSXElement, { text }: Fragment): Node | undefined {
  const entries = entriesOf(nav);
  if (isConditional(text)) return entries.at(-1);
  return entries[entries.findLastIndex((entry) => entry.type !== "JSXExpressionContainer")];
}

function isConditional(text: string): boolean {
  return text.trimStart().startsWith("{");
}

/** Where a child ends, without the space after a text. */
function textEnd({ code }: Source, { type, start, end }: Node): number {
  return type === "JSXText" ? start + code.slice(start, end).trimEnd().length : end;
}

function entryOf(nav: JSXElement, route: string): Node | null {
  return entriesOf(nav).find((child) => leadsTo(child, route)) ?? null;
}

function leadsTo(child: Node, route: string): boolean {
  let isFound = false;
  walk(child, (node) => {
    if (node.type !== "JSXAttribute" || node.name.name !== "to") return;
    const value =
      node.value?.type === "JSXExpressionContainer" ? node.value.expression : node.value;
    if (stringValue(value) === route) isFound = true;
  });
  return isFound;
}

function isFirstOnLine({ code }: Source, { start }: Node): boolean {
  return code.slice(lineStart(code, start), start).trim() === "";
}

/** The property `to` of a type, where it is one text or one of several. */
function typeOfTo(source: Source, fragment: Fragment): TSPropertySignature {
  const found = findAll(
    source,
    (node): node is TSPropertySignature =>
      node.type === "TSPropertySignature" &&
      node.key.type === "Identifier" &&
      node.key.name === "to",
  );
  if (found.length !== 1) {
    const what = found.length === 0 ? "no type has" : `${found.length} types have`;
    throw unsupported(source, `${what} a property "to"`, fragment, found[1]);
  }
  if (routesOf(found[0]!).length > 0) return found[0]!;
  throw unsupported(source, `the type of "to" is not one of some texts`, fragment, found[0]);
}

/** The routes that the type names; none when it is anything but a union of texts. */
function routesOf({ typeAnnotation }: TSPropertySignature): string[] {
  const type = typeAnnotation?.typeAnnotation;
  const members = type?.type === "TSUnionType" ? type.types : [type];
  const texts = members.map((member) =>
    member?.type === "TSLiteralType" ? stringValue(member.literal) : null,
  );
  return texts.every((text) => text !== null) ? texts : [];
}

/** The same routes as they are written, in their quotes. */
function writtenRoutes({ code }: Source, { typeAnnotation }: TSPropertySignature): string[] {
  const type = typeAnnotation!.typeAnnotation;
  const members = type.type === "TSUnionType" ? type.types : [type];
  return members.map(({ start, end }) => code.slice(start, end));
}

/** Writes the union anew: on its line where that is wide enough, else one route to a line. */
function rewritten(source: Source, property: TSPropertySignature, routes: string[]): string {
  const { code, style } = source;
  const { end } = property.typeAnnotation!.typeAnnotation;
  const from = property.typeAnnotation!.start + 1;
  const flat = ` ${routes.join(" | ")}`;
  const line = code.slice(lineStart(code, from), from) + flat + code.slice(end, lineEnd(code, end));
  const indent = indentAt(code, property.start) + style.unit;
  const broken = routes.map((route) => `${style.eol}${indent}| ${route}`).join("");
  return spliced(source, [{ start: from, end, text: line.length <= PRINT_WIDTH ? flat : broken }]);
}
