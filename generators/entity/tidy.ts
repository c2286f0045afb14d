// What no template has to think of: imports, and helpers of a test, that nothing uses are dropped, and imports
// stand in order. How code is laid out is the formatter's.
import type { ImportDeclaration, Node, Program, Statement } from "oxc-parser";
import { type Source, parseModule } from "@groundwork/plop-engine/edit/source";
import { nameOf, walk } from "@groundwork/plop-engine/edit/syntax";

/**
 * Tidies a module.
 * @param path where it is going to be; other files than modules are left as they are
 */
export function tidied(path: string, text: string): string {
  if (!/\.tsx?$/.test(path)) return `${text.trimEnd()}\n`;
  let code = text;
  for (;;) {
    const source = parseModule(path, code);
    const unused = rangesToDrop(source);
    if (unused.length === 0) return `${headed(withSortedImports(source)).trimEnd()}\n`;
    code = without(code, unused);
  }
}

/** The first comment stands right above the first import, whichever that is. */
function headed(code: string): string {
  return code.replace(/^\s*(\/\/[^\n]*\n)\s*(?=import )/, "$1");
}

interface Range {
  start: number;
  end: number;
}

function without(code: string, ranges: readonly Range[]): string {
  return ranges
    .toSorted((one, other) => other.start - one.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code);
}

/** Names that the module declares for itself alone and never reads, with what writes to them. */
function rangesToDrop({ program, code }: Source): Range[] {
  const used = usedNames(program);
  const dropped: Range[] = [];
  for (const node of program.body) {
    const names = ownNames(node);
    if (isEmptyGroup(node) || (names.length > 0 && names.every((name) => !used.has(name)))) {
      dropped.push(withComments(code, program, node));
    } else if (node.type === "ImportDeclaration" && names.some((name) => !used.has(name))) {
      dropped.push(...unusedSpecifiers(code, node, used));
    }
  }
  const gone = new Set(program.body.flatMap(ownNames).filter((name) => !used.has(name)));
  walk(program, (node) => {
    const target = assigned(node);
    if (target !== null && gone.has(target)) dropped.push({ start: node.start, end: node.end });
    return true;
  });
  return dropped;
}

function ownNames(node: Node): string[] {
  if (node.type === "ImportDeclaration") return node.specifiers.map(({ local }) => local.name);
  if (node.type === "FunctionDeclaration") return node.id === null ? [] : [node.id.name];
  if (node.type !== "VariableDeclaration") return [];
  return node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
}

/** `describe("…", () => {});` */
function isEmptyGroup(node: Statement | Program["body"][number]): boolean {
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

/** Every name that is read where it means something of the module, not of a function around it. */
function usedNames(program: Program): Set<string> {
  const used = new Set<string>();
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration") collect(statement, ownNames(statement), used);
  }
  return used;
}

function collect(node: unknown, hidden: readonly string[], used: Set<string>): void {
  if (Array.isArray(node)) return node.forEach((one) => collect(one, hidden, used));
  if (typeof node !== "object" || node === null || !("type" in node)) return;
  const { type } = node as Node;
  const fields = node as unknown as Record<string, unknown>;
  if (type === "Identifier" || type === "JSXIdentifier") {
    if (!hidden.includes(fields.name as string)) used.add(fields.name as string);
  }
  const params = Array.isArray(fields.params) ? fields.params : [];
  const inner = [...hidden, ...params.flatMap(boundNames)];
  const isWrite = assigned(node as Node) !== null;
  for (const [key, value] of Object.entries(fields)) {
    const isName =
      (["key", "property"].includes(key) && fields.computed === false) ||
      (type === "JSXAttribute" && key === "name") ||
      (type === "TSPropertySignature" && key === "key");
    if (isName) continue;
    if (isWrite && key === "expression") collect((value as { right: unknown }).right, inner, used);
    else collect(value, inner, used);
  }
}

function boundNames(pattern: unknown): string[] {
  const names: string[] = [];
  const find = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(find);
    if (typeof node !== "object" || node === null) return;
    const { type, name, value, properties, elements, left, argument } = node as Record<
      string,
      unknown
    >;
    if (type === "Identifier") names.push(name as string);
    else if (type === "Property") find(value);
    else find([properties, elements, left, argument].flat());
  };
  find(pattern);
  return names;
}

function unusedSpecifiers(code: string, node: ImportDeclaration, used: ReadonlySet<string>) {
  return node.specifiers
    .filter(({ local }) => !used.has(local.name))
    .map(({ start, end }) => ({
      start,
      end: end + (/^\s*,\s*/.exec(code.slice(end))?.[0].length ?? 0),
    }));
}

/** A statement with the doc comment right above it. */
function withComments(code: string, program: Program, { start, end }: Range): Range {
  const before = program.body.findLast((other) => other.end <= start)?.end ?? 0;
  const comment = /\n(\/\*\*(?:(?!\*\/)[^])*\*\/\n)$/.exec(code.slice(before, start));
  return { start: start - (comment?.[1]!.length ?? 0), end: code[end] === "\n" ? end + 1 : end };
}

/** Imports that stand together, in the order of their modules: packages first. Their names are in order, too. */
function withSortedImports({ program, code }: Source): string {
  const imports = program.body.filter((node) => node.type === "ImportDeclaration");
  const groups: ImportDeclaration[][] = [];
  for (const node of imports) {
    const last = groups.at(-1)?.at(-1);
    const isNext = last !== undefined && code.slice(last.end, node.start) === "\n";
    if (isNext) groups.at(-1)!.push(node);
    else groups.push([node]);
  }
  return groups.toReversed().reduce((text, group) => {
    const lines = group.toSorted(byModule).map((node) => importText(code, node));
    return text.slice(0, group[0]!.start) + lines.join("\n") + text.slice(group.at(-1)!.end);
  }, code);
}

function byModule(one: ImportDeclaration, other: ImportDeclaration): number {
  const place = ({ source: { value } }: ImportDeclaration) =>
    (value.startsWith(".") ? "1" : "0") + value;
  return place(one) < place(other) ? -1 : 1;
}

function importText(code: string, node: ImportDeclaration): string {
  const { specifiers, start, end } = node;
  if (specifiers[0]?.type !== "ImportSpecifier") return code.slice(start, end);
  const named = specifiers.filter((one) => one.type === "ImportSpecifier");
  // Types stand together: before the rest, or behind it.
  const areTypesFirst = named[0]?.importKind === "type";
  const place = (one: (typeof named)[number]) =>
    ((one.importKind === "type") === areTypesFirst ? "0" : "1") + nameOf(one.imported);
  const sorted = named.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
  const names = sorted.map((one) => code.slice(one.start, one.end)).join(", ");
  const open = code.slice(start, specifiers[0].start);
  return `${open} ${names} } ${code.slice(code.lastIndexOf("from", node.source.start), end)}`;
}
