// What generators have to know of the repository: roles, the access matrix, tables and rate limits,
// read from the syntax of the files that declare them. Nothing is run.
import { layout } from "./layout.ts";
import { type DerivedRole, type Roles, readRoles } from "./roles.ts";
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import {
  argumentOf,
  declared,
  keysOf,
  moduleOf,
  valueOf,
} from "@groundwork/plop-engine/edit/plain-data";

/** Who may do what, as `defineAccess` takes it. */
export interface Access {
  roles: string[];
  /** The roles that extend another, with what differs; others are absent. */
  derived: Roles["derived"];
  /** Table → what it says: `columns`, and the grants of each operation by role. */
  tables: Record<string, TableAccess>;
}

export interface TableAccess {
  columns: { own?: string; team?: string; parent?: string };
  /** The table whose rows these are parts of; absent for others. */
  parent?: string;
  /** Operation → role → scope. */
  grants: Record<string, Record<string, string>>;
  /** Operation → the fields that its holders may write; absent where somebody may write all. */
  only: Record<string, string[]>;
}

/**
 * Reads the roles and the access matrix, with what roles have from those that they extend.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readAccess(tree: Tree): Access {
  const module = moduleOf(tree, layout.access);
  const { names: roles, derived } = readRoles(tree, "app");
  const matrix = valueOf(argumentOf(module, "defineAccess")) as Record<string, Row>;
  const tables = Object.entries(matrix).map(([table, row]) => {
    const { columns = {}, parent, hidden: _, ...grants } = row;
    const access = {
      columns,
      ...(parent !== undefined && { parent }),
      only: onlyOf(grants),
      grants: Object.fromEntries(
        Object.entries(grants).map(([operation, byRole]) => [
          operation,
          withDerived(scopesOf(byRole), derived, `${table}.${operation}`),
        ]),
      ),
    };
    return [table, access];
  });
  return {
    roles,
    derived,
    tables: Object.fromEntries(tables) as Access["tables"],
  };
}

/**
 * Adds to the scopes of an operation those of the roles that extend another.
 * @param written role → scope, as a row of the matrix says
 * @param derived the roles that extend another
 * @param permission the table and the operation: `notes.update`
 */
export function withDerived(
  written: Record<string, string>,
  derived: Roles["derived"],
  permission: string,
): Record<string, string> {
  const held = (role: string): string | undefined => {
    const rule = derived[role];
    return written[role] ?? (rule && usualScope(rule, permission, held));
  };
  const more = Object.keys(derived).flatMap((role) => {
    const scope = held(role);
    return scope === undefined ? [] : [[role, scope]];
  });
  return { ...written, ...Object.fromEntries(more) };
}

/**
 * Says what a role that extends another holds where the matrix does not name it.
 * @param held answers what the extended role holds
 */
export function usualScope(
  { extends: parent, grants, without }: DerivedRole,
  permission: string,
  held: (role: string) => string | undefined,
): string | undefined {
  const given = scopeIn(grants?.[permission]);
  if (given !== undefined || without?.includes(permission)) return given;
  return held(parent);
}

type Row = { columns?: TableAccess["columns"]; parent?: never; hidden?: never } & Record<
  string,
  Record<string, string | { scope: string; only?: string[] }>
>;

function onlyOf(grants: Record<string, Row[string]>): TableAccess["only"] {
  const limited = Object.entries(grants).flatMap(([operation, byRole]) => {
    const fields = Object.values(byRole).map((grant) =>
      typeof grant === "string" ? undefined : grant.only,
    );
    const isLimited = fields.length > 0 && !fields.includes(undefined);
    return isLimited ? [[operation, [...new Set(fields.flat() as string[])]]] : [];
  });
  return Object.fromEntries(limited) as TableAccess["only"];
}

function scopesOf(byRole: Row[string]): Record<string, string> {
  const scopes = Object.entries(byRole).map(([role, grant]) => [role, scopeIn(grant)]);
  return Object.fromEntries(scopes) as Record<string, string>;
}

function scopeIn(grant: string | { scope: string } | undefined): string | undefined {
  return typeof grant === "object" ? grant.scope : grant;
}

/** The scopes in which roles reach rows: those of parts are those of the rows that they are parts of. */
export function scopesIn(access: Access, table: string, operation: string): Record<string, string> {
  const { grants = {}, parent } = access.tables[table] ?? {};
  const held = Object.entries(grants[operation] ?? {});
  if (parent === undefined) return Object.fromEntries(held);
  const ofWhole = scopesIn(access, parent, operation === "read" ? "read" : "update");
  const reached = held.flatMap(([role, scope]) => {
    const scopeOfWhole = scope === "parent" ? ofWhole[role] : scope;
    return scopeOfWhole === undefined ? [] : [[role, scopeOfWhole]];
  });
  return Object.fromEntries(reached) as Record<string, string>;
}

/** Whether a scope depends on the team of a row. */
export function isOfTeam(scope: string): boolean {
  return scope === "team" || scope === "led";
}

/**
 * Reads the names of the tables that the schema declares. Where it spreads those of a library, or cannot be
 * read, those of the access matrix count too: every table of the app stands there.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4) for the access matrix
 */
export function readTables(tree: Tree): string[] {
  const { names, isWhole } = schemaOf(tree);
  return isWhole ? names : [...new Set([...names, ...Object.keys(readAccess(tree).tables)])];
}

/** The tables that the schema names, and whether it takes none from elsewhere. */
function schemaOf(tree: Tree): { names: string[]; isWhole: boolean } {
  try {
    const { names, isOpen } = keysOf(argumentOf(moduleOf(tree, layout.schema), "defineSchema"));
    return { names, isWhole: !isOpen };
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return { names: [], isWhole: false };
  }
}

interface Recorded {
  tables: Record<string, unknown>;
  functions?: Record<string, unknown>;
}

/**
 * Reads the names of the tables that the schema takes from elsewhere, by what was last recorded of all of them.
 * A table with functions in a module of its name is the app's: it may be recorded and gone since, as after an undo.
 * @returns none where the schema spreads nothing, or nothing was recorded
 */
export function namesOfLibraryTables(tree: Tree): string[] {
  const recorded = tree.read(layout.snapshot);
  if (recorded === null || schemaOf(tree).isWhole) return [];
  try {
    const { tables, functions = {} } = JSON.parse(recorded) as Recorded;
    const modules = new Set(Object.keys(functions).map((name) => name.split(":")[0]));
    return Object.keys(tables).filter((table) => !modules.has(table));
  } catch {
    // A merge has left the lines of both sides, until it is written again.
    return [];
  }
}

/** Where each reference leads, as `defineReferences` takes it: table → field → table and action. */
export type References = Record<string, Record<string, { to: string; onRemove?: string }>>;

/**
 * Reads which rows refer to which.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readReferences(tree: Tree): References {
  return valueOf(argumentOf(moduleOf(tree, layout.references), "defineReferences")) as References;
}

/**
 * Reads the names of the tables whose rows the app removes by itself, once they are past their time: those that
 * some module hands to `removeRows`.
 */
export function readPurgedTables(tree: Tree): string[] {
  const texts = [layout.convex, ...layout.shared].flatMap((folder) =>
    tree
      .list(folder)
      .filter((name) => /^\w+\.ts$/.test(name))
      .map((name) => tree.read(`${folder}/${name}`) ?? ""),
  );
  const calls = texts.flatMap((text) => [...text.matchAll(/\bremoveRows\(\s*\w+,\s*"(\w+)"/g)]);
  return [...new Set(calls.map(([, table = ""]) => table))];
}

/**
 * Reads the names of the rate limits.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readRateLimits(tree: Tree): string[] {
  return keysOf(declared(moduleOf(tree, layout.rateLimits), "rateLimits")).names;
}

/**
 * Reads which tables have a field that their rows are called by. Where that cannot be read it is none:
 * the edit of the file is refused later, with the lines to paste.
 */
export function readNamedTables(tree: Tree): string[] {
  try {
    return keysOf(declared(moduleOf(tree, layout.names), "nameFields")).names;
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return [];
  }
}

/**
 * Reads the field that rows of a table are called by.
 * @returns null without one, and where it cannot be read
 */
export function readNameField(tree: Tree, table: string): string | null {
  try {
    const fields = valueOf(declared(moduleOf(tree, layout.names), "nameFields"));
    return (fields as Record<string, string>)[table] ?? null;
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return null;
  }
}
