// What no template has to think of: imports, and helpers of a test, that nothing uses are dropped, and imports
// stand in order. How code is laid out is the formatter's.
import type { ImportDeclaration, Node, Program } from "oxc-parser";
import { type Source, type Splice, parseModule, spliced } from "../edit/source.ts";
import { nameOf, walk } from "../edit/syntax.ts";

/**
 * Tidies a module.
 * @param path where it is going to be; other files than modules are left as they are
 */
export function tidied(path: string, text: string): string {
  if (!/\.tsx?$/.test(path)) return `${text.trimEnd()}\n`;
  const source = parseModule(path, text);
  const { kept, used } = withoutUnused(source.program);
  const code = spliced(source, [
    ...source.program.body
      .filter((node) => node.type !== "ImportDeclaration" && !kept.includes(node))
      .map((node) => withComments(source, node)),
    ...kept.flatMap((node) => writesToUnused(node, source.program, used)),
    ...importGroups(source).map((group) => importsText(source, group, used)),
  ]);
  return `${headed(code).trimEnd()}\n`;
}

/** The first comment stands right above the first import, whichever that is. */
function headed(code: string): string {
  return code.replace(/^\s*(\/\/[^\n]*\n)\s*(?=import )/, "$1");
}

/** The statements that are left when what nothing reads is dropped, and the names that they read. */
function withoutUnused({ body }: Program) {
  let kept: Program["body"] = body.filter((node) => !isEmptyGroup(node));
  for (;;) {
    const used = new Set<string>();
    for (const node of kept) if (node.type !== "ImportDeclaration") collectNames(node, used);
    const left = kept.filter((node) => {
      const names = node.type === "ImportDeclaration" ? [] : ownNames(node);
      return names.length === 0 || names.some((name) => used.has(name));
    });
    if (left.length === kept.length) return { kept, used };
    kept = left;
  }
}

function ownNames(node: Node): string[] {
  if (node.type === "FunctionDeclaration") return node.id === null ? [] : [node.id.name];
  if (node.type !== "VariableDeclaration") return [];
  return node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
}

/** `describe("…", () => {});` */
function isEmptyGroup(node: Node): boolean {
  if (node.type !== "ExpressionStatement" || node.expression.type !== "CallExpression")
    return false;
  const { callee, arguments: args } = node.expression;
  const body = args[1]?.type === "ArrowFunctionExpression" ? args[1].body : null;
  const isGroup = callee.type === "Identifier" && callee.name === "describe";
  return isGroup && body?.type === "BlockStatement" && body.body.length === 0;
}

/** The variable that a statement does nothing but assign to. */
function assigned(node: Node): string | null {
  if (node.type !== "ExpressionStatement" || node.expression.type !== "AssignmentExpression")
    return null;
  const { left } = node.expression;
  return left.type === "Identifier" ? left.name : null;
}

/** Collects the names that a statement reads, but for those that it declares itself. */
function collectNames(statement: Node, used: Set<string>): void {
  const isExport = statement.type === "ExportNamedDeclaration" && statement.declaration !== null;
  const own = ownNames(isExport ? statement.declaration! : statement);
  const collect = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(collect);
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    const fields = node as unknown as Record<string, unknown>;
    const name = fields.name as string;
    const isName = fields.type === "Identifier" || fields.type === "JSXIdentifier";
    if (isName && !own.includes(name)) used.add(name);
    if (assigned(node as Node) !== null)
      return collect((fields.expression as { right: Node }).right);
    for (const [key, value] of Object.entries(fields)) {
      const isKey = ["key", "property"].includes(key) && fields.computed === false;
      const isAttribute = fields.type === "JSXAttribute" && key === "name";
      const isMember = fields.type === "TSQualifiedName" && key === "right";
      if (!isKey && !isAttribute && !isMember && typeof value === "object") collect(value);
    }
  };
  collect(statement);
}

/** Assignments to variables that are dropped. */
function writesToUnused(statement: Node, { body }: Program, used: ReadonlySet<string>): Splice[] {
  const names = body.flatMap((node) => (node.type === "ImportDeclaration" ? [] : ownNames(node)));
  const found: Splice[] = [];
  walk(statement, (node) => {
    const name = assigned(node);
    if (name !== null && names.includes(name) && !used.has(name)) {
      found.push({ start: node.start, end: node.end, text: "" });
    }
  });
  return found;
}

/** A statement to drop, with the doc comment right above it. */
function withComments({ code, program }: Source, { start, end }: Node): Splice {
  const before = program.body.findLast((other) => other.end <= start)?.end ?? 0;
  const comment = /\n(\/\*\*(?:(?!\*\/)[^])*\*\/\n)$/.exec(code.slice(before, start));
  return { start: start - (comment?.[1]!.length ?? 0), end, text: "" };
}

/** Imports that stand together. */
function importGroups({ program, code }: Source): ImportDeclaration[][] {
  const groups: ImportDeclaration[][] = [];
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration") continue;
    const last = groups.at(-1)?.at(-1);
    const isNext = last !== undefined && code.slice(last.end, node.start) === "\n";
    if (isNext) groups.at(-1)!.push(node);
    else groups.push([node]);
  }
  return groups;
}

/** Those of a group that are used, in the order of their modules: packages first. */
function importsText({ code }: Source, group: ImportDeclaration[], used: ReadonlySet<string>) {
  const lines = group.toSorted(byModule).flatMap((node) => importText(code, node, used) ?? []);
  return { start: group[0]!.start, end: group.at(-1)!.end, text: lines.join("\n") };
}

function byModule(one: ImportDeclaration, other: ImportDeclaration): number {
  const place = ({ source: { value } }: ImportDeclaration) =>
    (value.startsWith(".") ? "1" : "0") + value;
  return place(one) < place(other) ? -1 : 1;
}

function importText(code: string, node: ImportDeclaration, used: ReadonlySet<string>) {
  const { specifiers, start, end } = node;
  const kept = specifiers.filter(({ local }) => used.has(local.name));
  if (kept.length === 0) return null;
  if (specifiers[0]?.type !== "ImportSpecifier") return code.slice(start, end);
  const named = kept.filter((one) => one.type === "ImportSpecifier");
  // Types stand together: before the rest, or behind it.
  const areTypesFirst = named[0]?.importKind === "type";
  const place = (one: (typeof named)[number]) =>
    ((one.importKind === "type") === areTypesFirst ? "0" : "1") + nameOf(one.imported);
  const sorted = named.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
  const names = sorted.map((one) => code.slice(one.start, one.end)).join(", ");
  const open = code.slice(start, specifiers[0].start).trimEnd();
  return `${open} ${names} } ${code.slice(code.lastIndexOf("from", node.source.start), end)}`;
}
