// A statement of its own: what a module exports, and a block of a test file.
import type { CallExpression, Node } from "oxc-parser";
import type { FragmentEditor } from "../fragment-editor.ts";
import { setIn } from "./indent.ts";
import { type Source, lineEnd, lineStart, parseModule, spliced } from "./source.ts";
import { commentsIn, nameOf, stringValue, unwrap } from "./syntax.ts";
import { isSameCode } from "./same-code.ts";

/** What a module exports, by its name. It goes after the last export, so before the private helpers. */
export const exportEditor = statementEditor(exportedNames);

/** A `describe` or `test` of a test file, by its title. It goes after the last one. */
export const testBlockEditor = statementEditor(testTitles);

/**
 * Makes the editor of calls that stand as statements at the top of a module: `crons.daily("mail digests", …)`. A
 * new one goes after the last.
 * @param keyOf the key that a call stands for; null when it is not of the kind
 */
export function callEditor(keyOf: (call: CallExpression) => string | null): FragmentEditor {
  return statementEditor((node) => {
    if (node.type !== "ExpressionStatement") return [];
    const call = unwrap(node.expression);
    const key = call.type === "CallExpression" ? keyOf(call) : null;
    return key === null ? [] : [key];
  });
}

/**
 * Makes the editor of one kind of statement.
 * @param keysOf the keys that a statement stands for; none when it is not of the kind
 */
function statementEditor(keysOf: (node: Node) => string[]): FragmentEditor {
  return {
    isSame: (one, other) => isSameCode(one, other, (text) => text),

    has: (path, text, { key }) =>
      parseModule(path, text).program.body.some((node) => keysOf(node).includes(key)),

    add(path, text, fragment) {
      const source = parseModule(path, text);
      const { code, program, style } = source;
      const added = setIn(fragment.text, "", style);
      const alike = program.body.findLast((node) => keysOf(node).length > 0);
      const byDefault = program.body.find((node) => node.type === "ExportDefaultDeclaration");
      if (alike === undefined && byDefault !== undefined) {
        const at = startAbove(source, program.body.indexOf(byDefault));
        return spliced(source, [{ start: at, end: at, text: added + style.eol.repeat(2) }]);
      }
      const last = alike ?? program.body.at(-1);
      if (last === undefined) {
        const kept = code.trimEnd();
        const text = (kept === "" ? "" : style.eol.repeat(2)) + added + style.eol;
        return spliced(source, [{ start: kept.length, end: code.length, text }]);
      }
      const at = lineEnd(code, last.end);
      const isRow = !added.includes("\n") && standInRows(source, keysOf);
      const space = style.eol.repeat(isRow ? 1 : 2);
      return spliced(source, [{ start: at, end: at, text: space + added }]);
    },

    read(path, text, fragment) {
      const source = parseModule(path, text);
      const found = locate(source, keysOf, fragment.key);
      if (found === null) return null;
      return source.code.slice(found.start, found.end).replaceAll("\r\n", "\n");
    },

    remove(path, text, fragment) {
      const source = parseModule(path, text);
      const found = locate(source, keysOf, fragment.key);
      if (found === null) return text;
      const { code } = source;
      const before = code.slice(0, found.start).trimEnd().length;
      if (before > 0) return spliced(source, [{ start: before, end: found.end, text: "" }]);
      const space = /^\s*/.exec(code.slice(found.end))![0].length;
      return spliced(source, [{ start: 0, end: found.end + space, text: "" }]);
    },
  };
}

/** Whether the last two statements of a kind stand on lines without an empty one between them. */
function standInRows({ code, program }: Source, keysOf: (node: Node) => string[]): boolean {
  const [last, before] = program.body.filter((node) => keysOf(node).length > 0).toReversed();
  if (last === undefined || before === undefined) return false;
  return /^[^\S\n]*\n[^\S\n]*$/.test(code.slice(before.end, last.start));
}

/** A statement by its key, with the remarks that stand right above it. */
function locate(
  source: Source,
  keysOf: (node: Node) => string[],
  key: string,
): { start: number; end: number } | null {
  const { program } = source;
  const index = program.body.findIndex((node) => keysOf(node).includes(key));
  if (index === -1) return null;
  return { start: startAbove(source, index), end: program.body[index]!.end };
}

/** Where a statement starts, counting the remarks that stand right above it. */
function startAbove(source: Source, index: number): number {
  const { code, program } = source;
  let { start } = program.body[index]!;
  const above = commentsIn(source, program.body[index - 1]?.end ?? 0, start);
  for (const comment of above.toReversed()) {
    const between = code.slice(comment.end, start);
    const isOwnLine = code.slice(lineStart(code, comment.start), comment.start).trim() === "";
    if (!isOwnLine || between.trim() !== "" || between.split("\n").length > 2) break;
    start = comment.start;
  }
  return start;
}

function exportedNames(node: Node): string[] {
  if (node.type !== "ExportNamedDeclaration") return [];
  const { declaration, specifiers } = node;
  if (declaration === null) {
    return specifiers.map(({ exported }) => nameOf(exported)).filter((name) => name !== null);
  }
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
  }
  return "id" in declaration && declaration.id?.type === "Identifier" ? [declaration.id.name] : [];
}

function testTitles(node: Node): string[] {
  if (node.type !== "ExpressionStatement") return [];
  const call = unwrap(node.expression);
  if (call.type !== "CallExpression") return [];
  if (!["describe", "test", "it"].includes(rootName(call.callee) ?? "")) return [];
  const title = stringValue(call.arguments[0]);
  return [title ?? ""];
}

/** The first word of a chain of calls and properties: `describe` of `describe.each(…)`. */
function rootName(node: Node): string | null {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner.name;
  if (inner.type === "MemberExpression") return rootName(inner.object);
  if (inner.type === "CallExpression") return rootName(inner.callee);
  return inner.type === "TaggedTemplateExpression" ? rootName(inner.tag) : null;
}
