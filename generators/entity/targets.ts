// What is known of the table that a reference leads to: who reads it, and how a form shows its rows.
import { camelCase, capital, singularName, wordsOf } from "@groundwork/plop-engine/names/words";
import type { ObjectExpression, ObjectProperty as Property, Program } from "oxc-parser";
import { type Access, readNamedTables } from "../repository/facts.ts";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf } from "@groundwork/plop-engine/edit/syntax";
import { layout } from "../repository/layout.ts";
import { shapesPath } from "../repository/shapes.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import type { Scope, Target } from "./model.ts";

/**
 * Looks up a table of the app.
 * @param tree where its modules are read
 * @param access the access matrix
 * @param table a table that there is
 */
export function targetOf(tree: Tree, access: Access, table: string): Target {
  const readers = access.tables[table]?.grants.read ?? {};
  const path = layout.backendModule(table);
  const text = tree.read(path);
  const module = text === null ? null : parseModule(path, text);
  return {
    table,
    one: singularName(table),
    readers: readers as Record<string, Scope>,
    label: labelOf(tree, table),
    naming: namingOf(tree, table),
    hasTeam: table !== "teams" && access.tables[table]?.columns.team !== undefined,
    hasMoment: tree.read(shapesPath(tree, table))?.includes("withSystemFields") ?? false,
    list: module === null ? null : listOf(module.program, access.tables[table]?.columns.team),
    hasGet: module !== null && argumentsOf(module.program, "get")?.join() === "id",
    isNamed: readNamedTables(tree).includes(table),
    isSelf: false,
  };
}

/** A list that asks for no more than a page, or for that and the team. */
function listOf(program: Program, team: string | undefined): Target["list"] {
  const names = argumentsOf(program, "list");
  if (!names?.includes("paginationOpts")) return null;
  const [other = null, ...more] = names.filter((name) => name !== "paginationOpts");
  return more.length === 0 && (other === null || other === team) ? { team: other } : null;
}

/** What a function of the module asks for; null where that cannot be read, as where there is no such function. */
function argumentsOf(program: Program, name: string): string[] | null {
  const made = variablesOf(program).get(name);
  const args = made && objectsIn(made).flatMap(({ properties }) => properties.filter(isArgs));
  const shape = args?.[0]?.value;
  if (shape?.type !== "ObjectExpression") return null;
  const names = shape.properties.map((property) =>
    property.type === "Property" ? nameOf(property.key, property.computed) : null,
  );
  return names.includes(null) ? null : (names as string[]);
}

function isArgs(property: ObjectExpression["properties"][number]): property is Property {
  return property.type === "Property" && nameOf(property.key, property.computed) === "args";
}

/** The function of the table's page that names its rows. */
function namingOf(tree: Tree, table: string): Target["naming"] {
  const one = wordsOf(singularName(table));
  const folder = wordsOf(table).join("-");
  const name = `nameOf${capital(camelCase(one))}`;
  const path = `${folder}/${one.join("-")}-name.ts`;
  const text = tree.read(`${layout.webFolder(folder)}/${one.join("-")}-name.ts`);
  return text?.includes(`export const ${name} `) ? { name, path } : null;
}

/** The first text that everybody who reads a row of the table gets to see. */
function labelOf(tree: Tree, table: string): string | null {
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
  for (const property of fields?.properties ?? []) {
    const name = property.type === "Property" ? nameOf(property.key, property.computed) : null;
    if (name === null || !visible.has(name) || property.type !== "Property") continue;
    const shape = code.slice(property.value.start, property.value.end);
    const isText = /^(z\s*\.string\(\)|fields\.(emailAddress|webAddress)|email\b)/.test(shape);
    if (isText && !/\.optional\(\)$/.test(shape)) return name;
  }
  return null;
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
