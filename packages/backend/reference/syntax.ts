// The syntax trees of `convex/`, as oxc-parser makes them.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";

/** A node of a tree. What it has besides its type depends on the type, as ESTree lays down. */
// Walking trees by every field is not worth the types of all of their nodes.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Node = { type: string; start: number; end: number; [field: string]: any };

/** One module of `convex/`. */
export interface SourceModule {
  /** As Convex names it: `notes`, `teams/members`. */
  name: string;
  text: string;
  program: Node;
  /** The comment at its start, without marks; empty when there is none. */
  summary: string;
  /** Doc comments by where they end. */
  docs: Map<number, string>;
}

/**
 * Names the files that a deployment gets. Convex leaves out names with two dots.
 * @param folder the `convex` folder
 * @returns paths from it, sorted, such as `notes.ts`
 */
export function pushedFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /^[^.]+\.ts$/.test(path) && !path.startsWith("_generated/"))
    .sort();
}

/**
 * Parses the modules of a `convex` folder.
 * @param folder where it is
 * @param files paths from there
 * @returns one module per file
 */
export function parseModules(folder: string, files: readonly string[]): SourceModule[] {
  return files.map((file) => parseModule(file, readFileSync(join(folder, file), "utf8")));
}

/**
 * Parses one module.
 * @param file its path from `convex/`
 * @param text what is in it
 * @returns the module
 * @throws SyntaxError when it cannot be parsed
 */
export function parseModule(file: string, text: string): SourceModule {
  const { program, comments, errors } = parseSync(file, text, { preserveParens: false });
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0]?.message}`);
  const header: string[] = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("//")) break;
    header.push(line.slice("//".length).trim());
  }
  const docs = comments
    .filter(({ type, value }) => type === "Block" && value.startsWith("*"))
    .map(({ end, value }) => [end, plain(value)] as const);
  return {
    name: file.slice(0, file.lastIndexOf(".")),
    text,
    program: program as unknown as Node,
    summary: header.join(" "),
    docs: new Map(docs),
  };
}

/** The description of a doc comment: what stands before its tags, on one line. */
function plain(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*+\s?/, "").trim());
  const tag = lines.findIndex((line) => line.startsWith("@"));
  return (tag === -1 ? lines : lines.slice(0, tag)).join(" ").trim();
}

/**
 * Visits a node and all under it.
 * @param node where to start
 * @param visit called with each node
 */
export function visitAll(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    if (!Array.isArray(value)) {
      if (isNode(value)) visitAll(value, visit);
      continue;
    }
    for (const child of value) if (isNode(child)) visitAll(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null | undefined)?.type === "string";
}

/** The text of a literal, or null for any other node. */
export function textOf(node: Node | undefined): string | null {
  return node?.type === "Literal" && typeof node.value === "string" ? node.value : null;
}

/** The name that a call goes by: `paginate` of `query.paginate()`, `clamp` of `clamp()`. */
export function calledName(call: Node): string | null {
  const { callee } = call;
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression" && !callee.computed) return callee.property.name;
  return null;
}

/** The doc comment right above an export; null when it is not written out, as with those of a library. */
export function summaryOf({ program, docs, text }: SourceModule, exported: string): string | null {
  for (const statement of program.body) {
    const declarations: { id: { name?: string } }[] = statement.declaration?.declarations ?? [];
    if (!declarations.some(({ id }) => id.name === exported)) continue;
    for (const [end, doc] of docs) {
      if (end <= statement.start && text.slice(end, statement.start).trim() === "") {
        return doc.replace(/\.$/, "");
      }
    }
    return "";
  }
  return null;
}
