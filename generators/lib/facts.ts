// What generators have to know of the repository: roles, the access matrix, tables and rate limits,
// read from the syntax of the files that declare them. Nothing is run.
import type { Node } from "oxc-parser";
import { parseModule, lineOf, type Source } from "./edit/source.ts";
import { findAll, nameOf, unwrap } from "./edit/syntax.ts";
import { layout } from "./layout.ts";
import { GeneratorError, type Tree } from "./model.ts";

/** Who may do what, as `defineAccess` takes it. */
export interface Access {
  roles: string[];
  /** Table → what it says: `columns`, and the grants of each operation by role. */
  tables: Record<string, TableAccess>;
}

export interface TableAccess {
  columns: { own?: string; team?: string };
  /** Operation → role → scope. */
  grants: Record<string, Record<string, string>>;
}

/**
 * Reads the roles and the access matrix.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readAccess(tree: Tree): Access {
  const source = moduleOf(tree, layout.access);
  const roles = valueOf(source, declared(source, "roles")) as string[];
  const matrix = valueOf(source, argumentOf(source, "defineAccess")) as Record<string, Row>;
  const tables = Object.entries(matrix).map(([table, { columns = {}, ...grants }]) => [
    table,
    { columns, grants: Object.fromEntries(Object.entries(grants).map(scopesOf)) },
  ]);
  return { roles, tables: Object.fromEntries(tables) as Access["tables"] };
}

type Row = { columns?: TableAccess["columns"] } & Record<
  string,
  Record<string, string | { scope: string }>
>;

function scopesOf([operation, byRole]: [string, Row[string]]) {
  const scopes = Object.entries(byRole).map(([role, grant]) => [
    role,
    typeof grant === "string" ? grant : grant.scope,
  ]);
  return [operation, Object.fromEntries(scopes) as Record<string, string>];
}

/**
 * Reads the names of the tables that the schema itself declares. Where it spreads tables from elsewhere, or
 * cannot be read, those of the access matrix count too: every table of the app stands there.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4) for the access matrix
 */
export function readTables(tree: Tree): string[] {
  const { names, isWhole } = schemaOf(tree);
  return isWhole ? names : [...new Set([...names, ...Object.keys(readAccess(tree).tables)])];
}

/** The tables that the schema names, and whether it takes none from elsewhere. */
function schemaOf(tree: Tree): { names: string[]; isWhole: boolean } {
  try {
    const source = moduleOf(tree, layout.schema);
    const tables = unwrap(argumentOf(source, "defineSchema"));
    const isWhole =
      tables.type === "ObjectExpression" &&
      tables.properties.every(({ type }) => type !== "SpreadElement");
    return { names: keysOf(source, tables), isWhole };
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return { names: [], isWhole: false };
  }
}

/**
 * Reads the names of the tables that the schema takes from elsewhere, by what was last recorded of all of them.
 * @returns none where the schema spreads nothing, or nothing was recorded
 */
export function namesOfLibraryTables(tree: Tree): string[] {
  const recorded = tree.read(layout.snapshot);
  if (recorded === null || schemaOf(tree).isWhole) return [];
  const { tables } = JSON.parse(recorded) as { tables: Record<string, unknown> };
  return Object.keys(tables);
}

/** Where each reference leads, as `defineReferences` takes it: table → field → table and action. */
export type References = Record<string, Record<string, { to: string; onRemove?: string }>>;

/**
 * Reads which rows refer to which.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readReferences(tree: Tree): References {
  const source = moduleOf(tree, layout.references);
  return valueOf(source, argumentOf(source, "defineReferences")) as References;
}

/**
 * Reads the names of the rate limits.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readRateLimits(tree: Tree): string[] {
  const source = moduleOf(tree, layout.rateLimits);
  return keysOf(source, declared(source, "rateLimits"));
}

/**
 * Reads which tables have a field that their rows are called by. Where that cannot be read it is none:
 * whoever edits the file refuses it, and has the lines to paste.
 */
export function readNamedTables(tree: Tree): string[] {
  try {
    const source = moduleOf(tree, layout.names);
    return keysOf(source, declared(source, "nameFields"));
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return [];
  }
}

/**
 * Lists what a module declares at its top and what it imports: names that are taken in it.
 * @param source a parsed module
 */
export function namesIn({ program }: Source): { exported: Set<string>; taken: Set<string> } {
  const exported = new Set<string>();
  const taken = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      for (const { local } of statement.specifiers) taken.add(local.name);
      continue;
    }
    const isExport = statement.type === "ExportNamedDeclaration";
    const declaration = isExport ? statement.declaration : statement;
    for (const name of declaration ? declaredBy(declaration) : []) {
      taken.add(name);
      if (isExport) exported.add(name);
    }
    if (!isExport) continue;
    for (const specifier of statement.specifiers) {
      const name = nameOf(specifier.exported);
      if (name !== null) exported.add(name);
    }
  }
  return { exported, taken };
}

function declaredBy(declaration: Node): string[] {
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.name : []));
  }
  const hasName = "id" in declaration && declaration.id?.type === "Identifier";
  return hasName ? [(declaration.id as { name: string }).name] : [];
}

function moduleOf(tree: Tree, path: string): Source {
  const text = tree.read(path);
  if (text !== null) return parseModule(path, text);
  throw new GeneratorError(4, {
    code: "FILE_MISSING",
    arg: path,
    message: `there is no ${path} to read.`,
    fix: "Put it back, or run `pnpm plop doctor`.",
  });
}

/** What a variable at the top of a module is declared as. */
function declared(source: Source, name: string): Node {
  for (const statement of source.program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (node?.type !== "VariableDeclaration") continue;
    const found = node.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
    if (found?.init) return found.init;
  }
  throw unreadable(source, `there is no "${name}" at the top of the module`);
}

/** What the one call of a function takes. */
function argumentOf(source: Source, name: string): Node {
  const calls = findAll(
    source,
    (node): node is Extract<Node, { type: "CallExpression" }> =>
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      node.callee.name === name,
  );
  const [call] = calls;
  if (call === undefined || calls.length > 1 || call.arguments[0] === undefined) {
    throw unreadable(source, `${name}({ … }) is not called exactly once`, call);
  }
  const argument = unwrap(call.arguments[0]);
  return argument.type === "Identifier" ? declared(source, argument.name) : argument;
}

function keysOf(source: Source, object: Node): string[] {
  const node = unwrap(object);
  if (node.type !== "ObjectExpression") throw unreadable(source, "an object is expected", node);
  return node.properties.flatMap((property) => {
    if (property.type !== "Property") return [];
    return nameOf(property.key, property.computed) ?? [];
  });
}

/** Plain data: texts, numbers, booleans, arrays and objects of them. */
function valueOf(source: Source, expression: Node): unknown {
  const node = unwrap(expression);
  switch (node.type) {
    case "Literal":
      return node.value;
    case "ArrayExpression":
      return node.elements.map((element) => {
        if (element === null) throw unreadable(source, "a hole is no data", node);
        return valueOf(source, element);
      });
    case "ObjectExpression":
      return Object.fromEntries(
        node.properties.map((property) => {
          const name = property.type === "Property" && nameOf(property.key, property.computed);
          if (property.type !== "Property" || typeof name !== "string") {
            throw unreadable(source, "this is not plain data", property);
          }
          return [name, valueOf(source, property.value)];
        }),
      );
    case "Identifier":
      return valueOf(source, declared(source, node.name));
    default:
      throw unreadable(source, "this is not plain data", node);
  }
}

function unreadable(source: Source, why: string, at?: Node): GeneratorError {
  const line = at === undefined ? "" : ` (line ${lineOf(source.code, at.start)})`;
  return new GeneratorError(4, {
    code: "SHAPE_UNSUPPORTED",
    arg: source.path,
    message: `cannot read ${source.path}: ${why}${line}.`,
    fix: "Write it as plain data, as the template has it; `pnpm plop doctor` names such places.",
  });
}
