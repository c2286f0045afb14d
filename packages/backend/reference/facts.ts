// What a function reads and how it may fail, from its source and that of the functions it calls. It
// follows calls by name through the modules of `convex/`; what a library does is not seen.
import { posix } from "node:path";
import { type Node, type SourceModule, calledName, textOf, visitAll } from "./syntax.ts";
import { type Read, boundedBy, readingsIn } from "./reads.ts";

/** The module of the database that a caller's scope limits. */
export const SCOPED_DB = "builders/scopedDb";

/** The function that reads the rows that refer to one, whatever their table. */
export const REFERRING = "model/platform/references#referringRows";

/** The facts about one function. */
export interface Facts {
  reads: Read[];
  /** Codes of errors, sorted. */
  codes: string[];
}

/** A piece of source that calls can reach, and the scope of its names. */
interface Place {
  key: string;
  module: string;
  node: Node;
  /** What it stands in, when that is a function: its own names come first. */
  within?: Node;
  /** Texts that its caller passes, by the names of its parameters. */
  names?: ReadonlyMap<string, string>;
  /** How far its caller goes with a query that it answers. */
  bound?: string | undefined;
}

interface Module {
  declared: Map<string, Node>;
  /** By the name here: the module it comes from, and its name there; "*" for all of it. */
  imported: Map<string, { module: string; name: string }>;
}

export type Source = ReadonlyMap<string, Module>;

/**
 * Indexes modules for `factsOf`.
 * @param modules all that calls may lead to
 * @returns what `factsOf` takes
 */
export function sourceOf(modules: readonly SourceModule[]): Source {
  return new Map(modules.map((module) => [module.name, indexModule(module)]));
}

/**
 * Follows a function through what it calls.
 * @param source the modules
 * @param name the function, as Convex names it: `notes:list`
 * @param isScoped whether its `ctx.db` is the caller's, which `scopedDb.ts` checks
 * @returns what it reads and the codes that it may throw, without those that the builders throw
 */
export function factsOf(source: Source, name: string, isScoped: boolean): Facts {
  const [module, fn] = name.split(":") as [string, string];
  const node = source.get(module)?.declared.get(fn);
  const found = {
    reads: new Map<string, Read>(),
    codes: new Set<string>(),
    seen: new Set<string>(),
  };
  const handler = node && handlerOf(node);
  if (handler?.type === "Identifier") {
    const [next] = resolve(source, { key: name, module, node: handler }, handler.name);
    if (next) follow(source, next, isScoped, found);
  } else if (handler) {
    follow(source, { key: name, module, node: handler }, isScoped, found);
  }
  return { reads: [...found.reads.values()], codes: [...found.codes].sort() };
}

/** The codes that any module throws by `appError`, sorted. */
export function codesThrown(modules: readonly SourceModule[]): string[] {
  const codes = new Set<string>();
  for (const { program } of modules) visitAll(program, (node) => addCode(node, codes));
  return [...codes].sort();
}

/** The handler in a call of a builder. What the builder itself does is the same for every function. */
function handlerOf(definition: Node): Node | undefined {
  const properties: Node[] = definition.arguments?.[0]?.properties ?? [];
  return properties.find(({ key }) => key?.name === "handler")?.value;
}

interface Found {
  reads: Map<string, Read>;
  codes: Set<string>;
  seen: Set<string>;
}

function follow(source: Source, place: Place, isScoped: boolean, found: Found): void {
  const { names = new Map<string, string>(), bound } = place;
  const key = [place.key, bound ?? "", ...[...names].flat()].join("\n");
  if (found.seen.has(key)) return;
  found.seen.add(key);
  const { reads, bounds } = readingsIn(place.node, names);
  for (const read of reads.map((each) => boundedBy(each, bound))) addRead(read, place, found);
  visitAll(place.node, (node) => {
    addCode(node, found.codes);
    for (const next of leadsTo(source, place, node, isScoped)) {
      const called = { ...next, names: namesFor(next.node, node, names), bound: bounds.get(node) };
      // The checks of `scopedDb.ts` themselves work on the database as Convex gives it.
      follow(source, called, isScoped && !next.key.startsWith(`${SCOPED_DB}#scoped.`), found);
    }
  });
}

function addRead(read: Read, { key, module }: Place, { reads }: Found): void {
  // A caller's database reads what its caller asks it for.
  if (read.table === null && module === SCOPED_DB) return;
  if (key !== REFERRING) return void reads.set(`${read.table} ${read.by} ${read.bound}`, read);
  // Checks for one, then reads some: which tables depends on the references, which have a page of their own.
  if (read.bound !== "1" || !reads.has(REFERRING))
    reads.set(REFERRING, { ...read, by: "reference" });
}

/** What a call makes of the parameters of what it calls: the texts among them. */
function namesFor(
  { params = [] }: Node,
  call: Node,
  known: ReadonlyMap<string, string>,
): Map<string, string> {
  const names = new Map<string, string>();
  const bind = (parameter: Node | undefined, value: Node | undefined): void => {
    if (parameter?.type === "AssignmentPattern") return bind(parameter.left as Node, value);
    if (parameter?.type === "ObjectPattern" && value?.type === "ObjectExpression") {
      for (const { key, value: inner } of parameter.properties as Node[]) {
        const given = (value.properties as Node[]).find((each) => each.key?.name === key?.name);
        bind(inner as Node, given?.value as Node | undefined);
      }
    }
    if (parameter?.type !== "Identifier") return;
    const text = value?.type === "Identifier" ? known.get(value.name as string) : textOf(value);
    if (typeof text === "string") names.set(parameter.name as string, text);
  };
  (params as Node[]).forEach((parameter, index) => bind(parameter, call.arguments?.[index]));
  return names;
}

function addCode(node: Node, codes: Set<string>): void {
  if (node.type !== "CallExpression" || calledName(node) !== "appError") return;
  const [given] = node.arguments as Node[];
  const choices =
    given?.type === "ConditionalExpression" ? [given.consequent, given.alternate] : [given];
  for (const code of choices.map(textOf)) if (code !== null) codes.add(code);
}

function leadsTo(source: Source, place: Place, node: Node, isScoped: boolean): Place[] {
  if (node.type !== "CallExpression") return [];
  const { callee } = node;
  if (callee.type === "Identifier") return resolve(source, place, callee.name);
  if (callee.type !== "MemberExpression" || callee.computed) return [];
  const method: string = callee.property.name;
  if (callee.object.type === "Identifier") {
    const namespace = source.get(place.module)?.imported.get(callee.object.name);
    return namespace?.name === "*" ? declared(source, namespace.module, method) : [];
  }
  return isScoped && isCallersDb(callee.object) ? scopedMethod(source, method) : [];
}

function resolve(source: Source, { module, within, node }: Place, name: string): Place[] {
  const inner = innerFunction(within ?? node, name);
  if (inner) return [{ key: `${module}#${name} within`, module, node: inner, within }];
  const imported = source.get(module)?.imported.get(name);
  return imported
    ? declared(source, imported.module, imported.name)
    : declared(source, module, name);
}

function declared(source: Source, module: string, name: string): Place[] {
  const node = source.get(module)?.declared.get(name);
  return node ? [{ key: `${module}#${name}`, module, node }] : [];
}

/** `ctx.db`, whatever type it is given. */
function isCallersDb(node: Node): boolean {
  const bare = node.type === "TSAsExpression" ? node.expression : node;
  if (bare.type === "TSAsExpression") return isCallersDb(bare);
  return bare.type === "MemberExpression" && bare.property.name === "db";
}

/** What `scopedDb.ts` does for a method of the caller's database. */
function scopedMethod(source: Source, method: string): Place[] {
  for (const maker of ["writerFor", "readerFor"]) {
    const within = source.get(SCOPED_DB)?.declared.get(maker);
    let node: Node | undefined;
    if (within) {
      visitAll(within, (inner) => {
        if (inner.type === "Property" && inner.key.name === method) node ??= inner.value as Node;
      });
    }
    if (node) return [{ key: `${SCOPED_DB}#scoped.${method}`, module: SCOPED_DB, node, within }];
  }
  return [];
}

/** The functions that a piece of source declares, by name, of every piece that was looked at. */
const innerFunctions = new WeakMap<Node, ReadonlyMap<string, Node>>();

function innerFunction(within: Node, name: string): Node | undefined {
  const known = innerFunctions.get(within) ?? functionsIn(within);
  innerFunctions.set(within, known);
  const found = known.get(name);
  return found === within ? undefined : found;
}

function functionsIn(within: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  visitAll(within, (node) => {
    if (node.type !== "VariableDeclarator" || !/Function/.test(node.init?.type ?? "")) return;
    if (!found.has(node.id.name)) found.set(node.id.name as string, node.init as Node);
  });
  return found;
}

function indexModule({ name, program }: SourceModule): Module {
  const module: Module = { declared: new Map(), imported: new Map() };
  for (const statement of program.body as Node[]) {
    if (statement.type === "ImportDeclaration") addImports(module, name, statement);
    const node: Node = statement.declaration ?? statement;
    if (node.type === "FunctionDeclaration") module.declared.set(node.id.name, node);
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations as Node[]) {
      if (id.type === "Identifier" && init) module.declared.set(id.name, init);
    }
  }
  return module;
}

function addImports(module: Module, from: string, { source, specifiers }: Node): void {
  const path: string = source.value;
  if (!path.startsWith(".")) return;
  const target = posix.join(posix.dirname(from), path).replace(/\.[jt]s$/, "");
  for (const specifier of specifiers as Node[]) {
    const name = specifier.type === "ImportNamespaceSpecifier" ? "*" : specifier.imported?.name;
    if (name !== undefined) module.imported.set(specifier.local.name, { module: target, name });
  }
}
