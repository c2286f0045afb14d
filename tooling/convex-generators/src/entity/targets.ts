// The table that a reference leads to: who reads it, and how a form shows its rows.
import type { ObjectExpression, ObjectProperty as Property, Program } from "oxc-parser";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf } from "@groundwork/plop-engine/edit/syntax";
import { singularName } from "@groundwork/plop-engine/names/words";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { madeOptional } from "../fields/format.ts";
import type { ParsedField } from "../fields/parse.ts";
import { type Access, readNamedTables, scopesIn } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import { shapesPath } from "../repository/shapes.ts";
import type { Scope, Target } from "./model/model.ts";
import type { EntityNames } from "./model/names.ts";

/** Where tables are looked up. */
interface Repository {
  /** The names of the entity; null where they are wrong. */
  names: EntityNames | null;
  tables: readonly string[];
  tree: Tree;
  access: Access;
}

/**
 * Finds the table that a field leads to.
 * @param problems gets a reference that leads nowhere, or to its own table where no first row could be created
 * @returns null for other fields, and for references that are wrong
 */
export function findTarget(
  { field: { table, name, isOptional, list }, text }: ParsedField,
  { names, tables, tree, access }: Repository,
  problems: Problem[],
): Target | null {
  if (table === null) return null;
  if (names !== null && table === names.table) {
    if (isOptional || list !== null) return ownTarget(names);
    const message = `${name}:ref(${table}) leads to its own table, so no first row could be created: make it optional.`;
    problems.push({ code: "REF_SELF", arg: text, message, ...instead(madeOptional(text)) });
    return null;
  }
  if (tables.includes(table)) return targetOf(tree, access, table);
  const meant = didYouMean(table, [...tables, ...(names === null ? [] : [names.table])]);
  problems.push({
    code: "REF_UNKNOWN",
    arg: text,
    at: text.indexOf(":") + 1,
    message: `ref(${table}): there is no table "${table}".${meant?.sentence ?? ` Tables: ${tables.join(", ")}.`}`,
    ...(meant && instead(text.replace(/:ref([:(])[^:+?[()=]*/, `:ref$1${meant.word}`))),
  });
  return null;
}

/** The table of the entity itself, which is not there yet. */
function ownTarget({ table, one }: EntityNames): Target {
  return {
    ...{ table, one, readers: {}, changers: {}, label: null, isNamed: false, isSelf: true },
    ...{ hasTeam: false, hasMoment: true, list: { team: null }, hasGet: true, search: null },
  };
}

function targetOf(tree: Tree, access: Access, table: string): Target {
  const { columns = {} } = access.tables[table] ?? {};
  const path = layout.backendModule(table);
  const text = tree.read(path);
  const program = text === null ? null : parseModule(path, text).program;
  const list = program && listOf(program, columns.team);
  return {
    table,
    one: singularName(table),
    readers: scopesIn(access, table, "read") as Record<string, Scope>,
    changers: scopesIn(access, table, "update") as Record<string, Scope>,
    label: labelOf(tree, table),
    hasTeam: table !== "teams" && columns.team !== undefined,
    hasMoment: tree.read(shapesPath(tree, table))?.includes("withSystemFields") ?? false,
    list,
    hasGet: program !== null && argumentsOf(program, "get")?.join() === "id",
    search: program && list && searchOf(program, list.team),
    isNamed: readNamedTables(tree).includes(table),
    isSelf: false,
  };
}

/** The list, if it takes no more than a page, or that and the team. */
function listOf(program: Program, team: string | undefined): Target["list"] {
  const names = argumentsOf(program, "list");
  if (!names?.includes("paginationOpts")) return null;
  const [other = null, ...more] = names.filter((name) => name !== "paginationOpts");
  return more.length === 0 && (other === null || other === team) ? { team: other } : null;
}

/** What finds rows by words: `search`, or the first for one field, where it asks for nothing else than words and the team. */
function searchOf(program: Program, team: string | null): string | null {
  const asked = [...(team === null ? [] : [team]), "paginationOpts", "term"].sort().join();
  const names = [...variablesOf(program).keys()].filter((name) =>
    /^search(By[A-Z]\w*)?$/.test(name),
  );
  return names.find((name) => argumentsOf(program, name, true)?.sort().join() === asked) ?? null;
}

/** The arguments of a function of the module, on request without those that are optional; null without the function, and where they cannot be read. */
function argumentsOf(program: Program, name: string, areRequired = false): string[] | null {
  const made = variablesOf(program).get(name);
  const args = made && objectsIn(made).flatMap(({ properties }) => properties.filter(isArgs));
  const shape = args?.[0]?.value;
  if (shape?.type !== "ObjectExpression") return null;
  const names = shape.properties
    .filter(
      (property) => !areRequired || property.type !== "Property" || !isOptional(property.value),
    )
    .map((property) =>
      property.type === "Property" ? nameOf(property.key, property.computed) : null,
    );
  return names.includes(null) ? null : (names as string[]);
}

/** Whether a shape ends with `.optional()`. */
function isOptional(value: Property["value"]): boolean {
  return (
    value.type === "CallExpression" &&
    value.callee.type === "MemberExpression" &&
    value.callee.property.type === "Identifier" &&
    value.callee.property.name === "optional"
  );
}

function isArgs(property: ObjectExpression["properties"][number]): property is Property {
  return property.type === "Property" && nameOf(property.key, property.computed) === "args";
}

/** The field that other pages show for a row, as `names.ts` has it; else the first text of the public shape. */
function labelOf(tree: Tree, table: string): string | null {
  const named = new RegExp(`^  ${table}: "(\\w+)"`, "m").exec(tree.read(layout.names) ?? "")?.[1];
  if (named === "_creationTime") return null;
  const path = shapesPath(tree, table);
  const text = tree.read(path);
  if (text === null) return null;
  const { program, code } = parseModule(path, text);
  const declared = variablesOf(program);
  const shown = [...declared].find(([name]) => name.startsWith("public"));
  const stored =
    shown && declared.get(shown[0].replace(/^public(.)/, (_, first) => first.toLowerCase()));
  if (!stored) return null;
  const visible = new Set(keysIn(shown[1]));
  const [fields] = objectsIn(stored);
  const texts: string[] = [];
  for (const property of fields?.properties ?? []) {
    const name = property.type === "Property" ? nameOf(property.key, property.computed) : null;
    if (name === null || !visible.has(name) || property.type !== "Property") continue;
    const shape = code.slice(property.value.start, property.value.end);
    const isText = /^(z\s*\.string\(\)|fields\.(emailAddress|webAddress)|email\b)/.test(shape);
    if (isText && !/\.(optional|nullable)\(\)$/.test(shape)) texts.push(name);
    else if (name === named) return `${name}.toString()`;
  }
  return texts.find((name) => name === named) ?? texts[0] ?? null;
}

type Init = NonNullable<
  Extract<Program["body"][number], { type: "VariableDeclaration" }>["declarations"][number]["init"]
>;

function variablesOf(program: Program): Map<string, Init> {
  const found = new Map<string, Init>();
  for (const statement of program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (node?.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier" && init) found.set(id.name, init);
    }
  }
  return found;
}

function objectsIn(node: Init): ObjectExpression[] {
  const source = { program: node } as unknown as Parameters<typeof findAll>[0];
  return findAll(source, (inner): inner is ObjectExpression => inner.type === "ObjectExpression");
}

/** The names of all properties that stand anywhere in an expression. */
function keysIn(node: Init): string[] {
  return objectsIn(node).flatMap(({ properties }) =>
    properties.flatMap((property) =>
      property.type === "Property" ? (nameOf(property.key, property.computed) ?? []) : [],
    ),
  );
}
