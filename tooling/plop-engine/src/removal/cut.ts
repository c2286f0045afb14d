// Takes out of a module what it has of files that are removed: the imports, and each use that is one line of a
// list. Any other use was written by hand, and is reported.
import type { Node } from "oxc-parser";
import { importEditor } from "../edit/imports.ts";
import { removeMember } from "../edit/list.ts";
import {
  type Source,
  type Splice,
  lineEnd,
  lineOf,
  lineStart,
  parseModule,
  spliced,
} from "../edit/source.ts";
import { refersTo } from "../edit/syntax.ts";
import { type Spot, type Wanted, mentions, specifierOf, usesIn } from "./uses.ts";

/** A use of something that is removed, which only a person can take out. */
export interface HandWritten {
  path: string;
  line: number;
  /** The line's text, without the space around it. */
  text: string;
}

/**
 * Cuts a module.
 * @param path its path in the repository
 * @param text its text
 * @param wanted what counts as removed
 * @returns the text without it, not formatted; and the uses that are left, in the order of the file. With any of
 *   those the text is of no use
 */
export function cutModule(
  path: string,
  text: string,
  wanted: Wanted,
): { text: string; left: HandWritten[] } {
  if (!mentions(text, wanted)) return { text, left: [] };
  let source = parseModule(path, text);
  const left = usesByHand(source, usesIn(source, wanted));
  if (left.length > 0) return { text, left };
  for (;;) {
    const splices = usesIn(source, wanted)
      .map((spot) => cutOf(source, spot))
      .find((found) => found !== null)?.splices;
    if (splices === undefined) break;
    source = parseModule(path, spliced(source, splices));
  }
  return { text: withoutImports(source, text, wanted), left };
}

/**
 * Lists every line of a module that uses what is removed: imports, too.
 * @param path its path in the repository
 * @param text its text
 * @param wanted what counts as removed
 * @returns each line once, in the order of the file
 */
export function usesOf(path: string, text: string, wanted: Wanted): HandWritten[] {
  if (!mentions(text, wanted)) return [];
  const source = parseModule(path, text);
  const imports = source.program.body.filter((node) => {
    const specifier = specifierOf(node);
    return specifier !== null && wanted.isRemoved(specifier);
  });
  const nodes = [...imports, ...usesIn(source, wanted).map(({ node }) => node)];
  return oncePerLine(nodes.map((node) => handWritten(source, node))).sort(
    (one, other) => one.line - other.line,
  );
}

/** The uses that no cut takes along. */
function usesByHand(source: Source, spots: readonly Spot[]): HandWritten[] {
  const cuts = spots.flatMap((spot) => cutOf(source, spot)?.whole ?? []);
  const isCut = ({ start, end }: Node) => cuts.some((cut) => cut.start <= start && end <= cut.end);
  const left = spots.filter(({ node }) => !isCut(node));
  return oncePerLine(left.map(({ node }) => handWritten(source, node)));
}

function oncePerLine(uses: readonly HandWritten[]): HandWritten[] {
  return [...new Map(uses.map((use) => [use.line, use])).values()];
}

function handWritten({ path, code }: Source, { start }: Node): HandWritten {
  const text = code.slice(lineStart(code, start), lineEnd(code, start)).trim();
  return { path, line: lineOf(code, start), text };
}

/** What a use is removed with, and how. */
interface Cut {
  whole: Pick<Node, "start" | "end">;
  splices: Splice[];
}

/** How to take out a use that is one line of a list, or a statement; null for any other. */
function cutOf(source: Source, { node, parents }: Spot): Cut | null {
  let [child, index] = [node, parents.length - 1];
  const parent = () => parents[index];
  const climb = () => {
    child = parents[index]!;
    index -= 1;
  };
  // `rag`, `parts.rag`, `rag.add(crons)` and `app.use(rag)` stand where one name would.
  while (isExpressionAround(parent(), child)) climb();
  const around = parent();
  if (around?.type === "ExpressionStatement" && parents[index - 1]?.type === "Program") {
    return { whole: around, splices: [wholeLines(source, around)] };
  }
  if (around?.type === "SpreadElement") {
    climb();
    return fromList(source, parent(), child);
  }
  if (around?.type === "TSTypeQuery" || around?.type === "TSImportType") {
    while (parent() !== undefined && parent()!.type !== "TSPropertySignature") climb();
    const signature = parent();
    if (signature === undefined) return null;
    return { whole: signature, splices: [wholeLines(source, signature)] };
  }
  const isBare = child === node || child.type === "MemberExpression";
  if (!isBare || !isDeclaredAtTop(parents.slice(0, index + 1))) return null;
  if (around?.type === "Property" && around.value === child) {
    // An object without one of its texts says something else: `{ kind: "sources:list", subject }`.
    if (/Literal$/.test(child.type)) return null;
    climb();
    return fromList(source, parent(), child);
  }
  return around?.type === "ArrayExpression" ? fromList(source, around, child) : null;
}

/** Whether a node only names, calls or hands over what is inside it. */
function isExpressionAround(parent: Node | undefined, child: Node): boolean {
  if (parent?.type === "MemberExpression") return parent.object === child;
  if (parent?.type !== "CallExpression") return false;
  // A call that is handed a function does more than to combine parts.
  return parent.callee === child || !parent.arguments.some(({ type }) => /Function/.test(type));
}

/** Whether a list is the value of a variable, or of an argument of a call that declares it, at the top of a module. */
function isDeclaredAtTop(parents: readonly Node[]): boolean {
  const declares =
    /^(Program|VariableDeclaration|VariableDeclarator|Export\w+Declaration|TSAsExpression|TSSatisfiesExpression|CallExpression|ObjectExpression|ArrayExpression|Property)$/;
  const lists = parents.filter(({ type }) => type === "ArrayExpression").length;
  return lists <= 1 && parents.every(({ type }) => declares.test(type));
}

function fromList(source: Source, list: Node | undefined, member: Node): Cut | null {
  if (list?.type !== "ObjectExpression" && list?.type !== "ArrayExpression") return null;
  const all: (Node | null)[] = list.type === "ObjectExpression" ? list.properties : list.elements;
  const members = all.filter((each) => each !== null);
  const kind = list.type === "ObjectExpression" ? "object" : "array";
  const brackets = { open: list.start, close: list.end - 1, members, kind } as const;
  return { whole: member, splices: removeMember(source, brackets, members.indexOf(member)) };
}

/** A statement with its line break, and one blank line where two would be left. */
function wholeLines({ code }: Source, { start, end }: Pick<Node, "start" | "end">): Splice {
  const from = lineStart(code, start);
  const ending = /^[;,]?[ \t]*\r?\n?/.exec(code.slice(end))![0].length;
  const isBetweenBlanks =
    /\n[ \t]*\r?\n$/.test(code.slice(0, from)) && /^[ \t]*\r?\n/.test(code.slice(end + ending));
  const blank = isBetweenBlanks ? /^[ \t]*\r?\n/.exec(code.slice(end + ending))![0].length : 0;
  return { start: from, end: end + ending + blank, text: "" };
}

/** Drops the imports and exports of what is removed, and the imports that nothing uses any more. */
function withoutImports(source: Source, before: string, { isRemoved }: Wanted): string {
  const gone = source.program.body.filter((node) => {
    const specifier = specifierOf(node);
    return specifier !== null && isRemoved(specifier);
  });
  const { path } = source;
  let text = spliced(
    source,
    gone.map((node) => wholeLines(source, node)),
  );
  const [old, cut] = [parseModule(path, before), parseModule(path, text)];
  for (const node of cut.program.body) {
    if (node.type !== "ImportDeclaration") continue;
    for (const specifier of node.specifiers) {
      const { name } = specifier.local;
      if (refersTo(cut, name) || !refersTo(old, name)) continue;
      text = importEditor.remove(path, text, importFragment(node.source.value, specifier)) ?? text;
    }
  }
  return text;
}

function importFragment(from: string, specifier: Node) {
  const kind = "import";
  if (specifier.type === "ImportDefaultSpecifier")
    return { kind, key: `${from}#default as ${specifier.local.name}`, text: "" };
  if (specifier.type === "ImportNamespaceSpecifier")
    return { kind, key: `${from}#* as ${specifier.local.name}`, text: "" };
  if (specifier.type !== "ImportSpecifier") throw new TypeError("NO_IMPORT: no name of an import.");
  const { imported, local } = specifier;
  const name = imported.type === "Identifier" ? imported.name : imported.value;
  const key = name === local.name ? name : `${name} as ${local.name}`;
  return { kind, key: `${from}#${key}`, text: "" };
}
