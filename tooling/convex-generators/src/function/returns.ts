// What a function returns: reads `--returns`.
import { isOfTeam } from "../repository/facts.ts";
import { baseOf } from "../repository/backend-modules.ts";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { namesIn } from "@groundwork/plop-engine/edit/module-names";
import type { Field } from "../fields/field.ts";
import { parseField } from "../fields/parse.ts";
import { layout } from "../repository/layout.ts";
import { shapesModule, shapesPath } from "../repository/shapes.ts";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { unknownTable } from "./args.ts";
import type { Returns, Rows } from "./model.ts";
import type { Reading } from "./reading.ts";

/** The answer is read as a field of this name, which its problems must not show. */
const PREFIX = "answer:";

/** Reads what the function returns, and adds to the problems of the reading. */
export function readReturns(
  reading: Reading,
  args: readonly Field[],
  roles: readonly string[],
): Returns | null {
  const text = reading.input.returns ?? "null";
  if (text === "null") return { kind: "null" };
  if (text === "row" || text === "page") return readRows(reading, text, args, roles);
  const { field, problems } = parseField(PREFIX + text, { isStored: false });
  reading.problems.push(...problems.map((problem) => asReturns(problem, text)));
  if (field === null) return null;
  const wrong = [
    ...wrongAnswer(reading, text, field),
    ...unknownTable(reading, PREFIX + text, field).map((problem) => asReturns(problem, text)),
  ];
  reading.problems.push(...wrong);
  return wrong.length > 0 ? null : { kind: "value", field };
}

/** A problem with the name taken off again that only the grammar needed. */
function asReturns({ at, fix, replace, message, ...problem }: Problem, text: string): Problem {
  const unprefixed = (word: string) => (word.startsWith(PREFIX) ? word.slice(PREFIX.length) : word);
  return {
    ...problem,
    arg: text,
    ...(at !== undefined && { at: Math.max(0, at - PREFIX.length) }),
    message: message.replaceAll(PREFIX, ""),
    ...(fix !== undefined && { fix: unprefixed(fix) }),
    ...(replace !== undefined && { replace: replace.map(unprefixed) }),
  };
}

function wrongAnswer({ isInternal, call }: Reading, text: string, field: Field): Problem[] {
  const problem = (code: string, message: string, fix?: string): Problem[] => [
    { code, arg: text, message, ...(fix !== undefined && { fix }) },
  ];
  const isPlain =
    field.default === null &&
    !(field.isIndexed || field.isUnique || field.isSearchable || field.isOwner) &&
    !(field.isImmutable || field.isServer || field.isPrivate || field.onRemove !== "restrict");
  if (!isPlain) {
    return problem("MOD_HERE", `a return type is a type alone, with "?" when it may be null.`);
  }
  if (field.type === "json") {
    return problem("ANY_HERE", `a return value of any type cannot be checked: declare its type.`);
  }
  if ((field.list !== null || field.type === "vector") && !isInternal && call === "mutation") {
    const message = "a mutation returns an id or a result: lists are for a query.";
    return problem("RETURNS_LIST", message, "null");
  }
  return [];
}

/** Rows of the module's own table: for clients in the shape that is public, for functions whole. */
function readRows(
  reading: Reading,
  kind: "row" | "page",
  args: readonly Field[],
  roles: readonly string[],
): Returns | null {
  const { module, name, tree, tables, call, input, isInternal, problems, access } = reading;
  const table = baseOf(module);
  const refuse = (message: string, more: Partial<Problem> = {}) => {
    problems.push({ code: "RETURNS_ROW", arg: kind, message, ...more });
    return null;
  };
  if (!tables.includes(table)) {
    const message = `"${kind}" returns rows of the table that the module is named after, and there is no table "${table}".`;
    return refuse(message, instead("null"));
  }
  if (call === "action" || (kind === "page" && call !== "query")) {
    const why = call === "action" ? "an action has no database" : "only a query returns a page";
    return refuse(`${why}.`, instead("null"));
  }
  if (call === "mutation" && !isInternal) {
    return refuse("a mutation returns an id or a result: rows are for a query.", instead("null"));
  }
  if (input.access?.startsWith("public")) {
    return refuse(`rows are read in the caller's scope, and a public function may have no caller.`);
  }
  const readers = access.tables[table]?.grants.read ?? {};
  const blind = isInternal ? undefined : roles.find((role) => !Object.hasOwn(readers, role));
  if (blind !== undefined) {
    const message = `"${blind}" may call this, and may not read "${table}".`;
    return refuse(message, accessInstead(input.access, `${table}.read`));
  }
  const { parent } = access.tables[table] ?? {};
  const isListedBy =
    parent !== undefined ? "whole" : Object.values(readers).some(isOfTeam) ? "team" : null;
  if (kind === "page" && !isInternal && isListedBy !== null) {
    const message = `rows of "${table}" are listed by ${isListedBy}: leave out --returns, and write it after its "list".`;
    return refuse(message, instead("null"));
  }
  if (table !== module && !isInternal && isShown(tree, table)) {
    const message = `${layout.backendModule(table)} alone says how its rows are shown.`;
    return refuse(message, { arg: input.name, ...instead(`${table}.${name}`) });
  }
  const rows = rowsOf(reading);
  if (rows === null) {
    const path = shapesPath(tree, table);
    return refuse(`${path} exports no shape of a row that begins with "public".`);
  }
  if (kind === "page") return { kind, ...rows };
  const arg = args.find(
    ({ type, table: to, isOptional, list }) =>
      type === "ref" && to === table && !isOptional && list === null,
  );
  if (arg === undefined) {
    const message = `an argument has to name the row: add --args 'id:ref(${table})'.`;
    return refuse(message, args.length > 0 ? {} : instead("row", "--args", `id:ref(${table})`));
  }
  return { kind, arg: arg.name, ...rows };
}

function rowsOf(reading: Reading): Rows | null {
  const { tree, module, isInternal, access } = reading;
  const table = baseOf(module);
  const path = shapesPath(tree, table);
  const names = exportsOf(tree, path);
  const shapes = [...names].filter((name) => /^public[A-Z]/.test(name));
  const [shape = ""] = shapes;
  const whole = shape.charAt("public".length).toLowerCase() + shape.slice("public".length + 1);
  if (shapes.length !== 1 || !names.has(whole)) return null;
  const shapeFrom = shapesModule(path);
  if (isInternal) {
    return {
      ...{ table, shape: whole, shapeFrom, isShown: false },
      ...{ scope: "all", ownColumn: null, ownRoles: [] },
    };
  }
  const { columns, grants } = access.tables[table]!;
  const byRole = grants.read ?? {};
  const scopes = new Set(Object.values(byRole));
  return {
    table,
    shape,
    shapeFrom,
    isShown: isShown(tree, module),
    scope: !scopes.has("own") ? "all" : scopes.has("all") ? "either" : "own",
    ownColumn: scopes.has("own") ? (columns.own ?? null) : null,
    ownRoles: Object.keys(byRole).filter((role) => byRole[role] !== "all"),
  };
}

function exportsOf(tree: Tree, path: string): Set<string> {
  const text = tree.read(path);
  return text === null ? new Set() : namesIn(parseModule(path, text)).exported;
}

/** Whether a module has a function that makes what is shown of a row. */
function isShown(tree: Tree, module: string): boolean {
  const path = layout.backendModule(module);
  const text = tree.read(path);
  return text !== null && namesIn(parseModule(path, text)).taken.has("shown");
}

/** Another access, in place of the one that was said. */
function accessInstead(said: string | undefined, access: string): Partial<Problem> {
  return said === undefined ? { fix: `--access ${access}` } : { arg: said, ...instead(access) };
}
